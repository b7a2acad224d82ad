import { ModelType, type Plugin } from '@elizaos/core';

/** The agent's own models in the boot: fixed answers, and the last to be asked when a plugin brings models. */
export const fakeModels: Plugin = {
  name: 'plugwright-fake-models',
  description: 'Answers of fixed text, so that a boot needs no key.',
  priority: -1_000_000,
  models: {
    [ModelType.TEXT_SMALL]: async () => 'This is the answer of the verification model.',
    [ModelType.TEXT_LARGE]: async () => 'This is the answer of the verification model.',
    [ModelType.OBJECT_SMALL]: async () => ({}),
    [ModelType.OBJECT_LARGE]: async () => ({}),
    [ModelType.TEXT_EMBEDDING]: async () => Array.from({ length: 384 }, () => 0),
  },
};
