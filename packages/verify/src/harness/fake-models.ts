import { type IAgentRuntime, ModelType, type Plugin } from '@elizaos/core';

/** A fixed text, or what a prompt of a generated plugin asks for: the first of its labels, or some JSON. */
async function answer(_runtime: IAgentRuntime, { prompt }: { prompt: string }): Promise<string> {
  const label = /Answer with one of these labels and nothing else:\n- (.+)/.exec(prompt)?.[1];
  if (label !== undefined) return label;
  return prompt.includes('Answer with valid JSON and nothing else.')
    ? '{"answer":"of the verification model"}'
    : 'This is the answer of the verification model.';
}

/** The agent's own models in the boot: fixed answers, and the last to be asked when a plugin brings models. */
export const fakeModels: Plugin = {
  name: 'plugwright-fake-models',
  description: 'Answers of fixed text, so that a boot needs no key.',
  priority: -1_000_000,
  models: {
    [ModelType.TEXT_SMALL]: answer,
    [ModelType.TEXT_LARGE]: answer,
    [ModelType.OBJECT_SMALL]: async () => ({}),
    [ModelType.OBJECT_LARGE]: async () => ({}),
    [ModelType.TEXT_EMBEDDING]: async () => Array.from({ length: 384 }, () => 0),
  },
};
