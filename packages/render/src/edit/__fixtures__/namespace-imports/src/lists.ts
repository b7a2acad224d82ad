import type { Evaluator, Provider } from '@elizaos/core';

export const providers: Provider[] = [];
export const more: { evaluators: Evaluator[] } = { evaluators: [] };
