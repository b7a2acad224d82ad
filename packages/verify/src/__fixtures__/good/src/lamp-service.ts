import { Service, type IAgentRuntime } from '@elizaos/core';
import { loadConfig } from './config.js';

export class LampService extends Service {
  static override serviceType = 'lamp';
  override capabilityDescription = 'Blinks.';
  blinks = 0;
  private timer: NodeJS.Timeout | undefined;

  static override async start(runtime: IAgentRuntime): Promise<LampService> {
    const service = new LampService(runtime);
    service.timer = setInterval(() => (service.blinks += 1), loadConfig(runtime).LIGHTHOUSE_BLINK_MS);
    return service;
  }

  override async stop(): Promise<void> {
    clearInterval(this.timer);
  }
}
