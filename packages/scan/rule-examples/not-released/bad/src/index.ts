import { Service } from '@elizaos/core';

export class Clock extends Service {
  static serviceType = 'clock';
  timer?: NodeJS.Timeout;
  static async start() {
    const clock = new Clock();
    clock.run();
    return clock;
  }
  run() {
    this.timer = setInterval(() => {}, 1000);
  }
  async stop() {}
}
