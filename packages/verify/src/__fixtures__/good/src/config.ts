import type { IAgentRuntime } from '@elizaos/core';
import { z } from 'zod';

const schema = z.object({
  LIGHTHOUSE_NAME: z.string().default('Lighthouse'),
  LIGHTHOUSE_BLINK_MS: z.coerce.number().default(20),
});

export function loadConfig(runtime: IAgentRuntime): z.output<typeof schema> {
  const value = (name: string) => runtime.getSetting(name) ?? process.env[name] ?? undefined;
  return schema.parse({
    LIGHTHOUSE_NAME: value('LIGHTHOUSE_NAME'),
    LIGHTHOUSE_BLINK_MS: value('LIGHTHOUSE_BLINK_MS'),
  });
}
