import { Service, type IAgentRuntime } from '@elizaos/core';

export class LampService extends Service {
  static override serviceType = 'lamp';
  override capabilityDescription = 'Blinks.';
  blinks = 0;

  static override async start(runtime: IAgentRuntime): Promise<LampService> {
    
    return new LampService(runtime);
  }

  override async stop(): Promise<void> {
    throw new Error('the switch is stuck');
  }
}
