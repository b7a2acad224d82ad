import type { IAgentRuntime } from '@elizaos/core';
import { z } from 'zod';

export const bankEnvSchema = z.object({
  BANK_URL: z.string().url().default('https://bank.example'),
  BANK_TOKEN: z.string().min(1, 'BANK_TOKEN is required'),
});

export type BankSettings = z.infer<typeof bankEnvSchema>;

export function loadSettings(runtime: IAgentRuntime): BankSettings {
  return bankEnvSchema.parse({
    BANK_URL: runtime.getSetting('BANK_URL') ?? undefined,
    BANK_TOKEN: runtime.getSetting('BANK_TOKEN') ?? undefined,
  });
}
