import { Service, type IAgentRuntime } from '@elizaos/core';
import { createServer } from 'node:http';

export class LampService extends Service {
  static override serviceType = 'lamp';
  override capabilityDescription = 'Listens, and never stops.';
  blinks = 0;

  static override async start(runtime: IAgentRuntime): Promise<LampService> {
    await new Promise<void>((resolve) => createServer().listen(0, '127.0.0.1', resolve));
    return new LampService(runtime);
  }

  override async stop(): Promise<void> {}
}
