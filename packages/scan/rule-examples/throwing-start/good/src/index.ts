import { Service } from '@elizaos/core';

export class Clock extends Service {
  static serviceType = 'clock';
  static async start() {
    if (!process.env.DEMO_KEY) console.warn('The clock has no key.');
    return new Clock();
  }
  async stop() {}
}
