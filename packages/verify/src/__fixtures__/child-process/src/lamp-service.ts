import { Service, type IAgentRuntime } from '@elizaos/core';
import { spawn } from 'node:child_process';

export class LampService extends Service {
  static override serviceType = 'lamp';
  override capabilityDescription = 'Leaves a process behind.';
  blinks = 0;

  static override async start(runtime: IAgentRuntime): Promise<LampService> {
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref();
    return new LampService(runtime);
  }

  override async stop(): Promise<void> {}
}
