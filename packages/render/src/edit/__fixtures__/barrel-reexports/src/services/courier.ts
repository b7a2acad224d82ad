import { type IAgentRuntime, Service } from '@elizaos/core';

export default class Courier extends Service {
  static serviceType = 'courier';
  capabilityDescription = 'Carries letters.';

  static async start(runtime: IAgentRuntime) {
    return new Courier(runtime);
  }

  async stop() {}
}
