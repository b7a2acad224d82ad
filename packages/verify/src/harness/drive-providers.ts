import type { AgentRuntime, Evaluator, Provider } from '@elizaos/core';
import { isRecord } from '../package-manifest.js';
import type { Conversation } from './conversation.js';
import type { Steps } from './steps.js';

/** Composes the state with each provider alone, then with all of them, as every message does. */
export async function driveProviders(
  runtime: AgentRuntime,
  providers: readonly Provider[],
  talk: Conversation,
  steps: Steps,
): Promise<unknown[]> {
  const evidence: unknown[] = [];
  for (const provider of providers) {
    const name = `provider ${provider.name}`;
    const startedAt = performance.now();
    const state = await steps.run(
      name,
      'PW_BOOT_PROVIDER_THROWS',
      async () => runtime.composeState(await talk.say('hello'), [provider.name], true),
      "Catch inside get and return { text: '' }; one provider that throws ends every message.",
    );
    if (state === undefined) continue;
    const result: unknown = (state.data.providers as Record<string, unknown> | undefined)?.[
      provider.name
    ];
    if (!isRecord(result)) {
      steps.problem(name, 'PW_BOOT_NOT_REGISTERED', `${name} is not registered in the runtime`);
      continue;
    }
    const { text } = result;
    if (text !== undefined && typeof text !== 'string') {
      steps.problem(
        name,
        'PW_BOOT_PROVIDER_RESULT',
        `${name} gave a text that is a ${typeof text}`,
      );
    }
    evidence.push({
      name: provider.name,
      text: typeof text === 'string' ? text.slice(0, 1000) : '',
      durationMs: performance.now() - startedAt,
    });
  }
  return evidence;
}

/** Asks each evaluator alone, so that a fault has a name, and then all through `evaluate`. */
export async function driveEvaluators(
  runtime: AgentRuntime,
  evaluators: readonly Evaluator[],
  talk: Conversation,
  steps: Steps,
): Promise<unknown[]> {
  const evidence: unknown[] = [];
  const hint = 'Catch inside; an evaluator that throws makes the whole evaluation fail.';
  for (const evaluator of evaluators) {
    const name = `evaluator ${evaluator.name}`;
    if (!Array.isArray(evaluator.examples)) {
      steps.problem(name, 'PW_BOOT_EVALUATOR_SHAPE', `${name} has no examples`);
    }
    const ran = await steps.run(
      name,
      'PW_BOOT_EVALUATOR_THROWS',
      async () => {
        const message = await talk.say(`hello, this is about ${evaluator.description}`);
        const state = await runtime.composeState(message);
        const applies = await evaluator.validate(runtime, message, state);
        await evaluator.handler(runtime, message, state, {}, async () => [], []);
        return { applies };
      },
      hint,
    );
    if (ran) evidence.push({ name: evaluator.name, applies: ran.applies });
  }
  if (evidence.length > 0) {
    await steps.run(
      'evaluate',
      'PW_BOOT_EVALUATOR_THROWS',
      async () => {
        const message = await talk.say('thank you');
        const state = await runtime.composeState(message);
        await runtime.evaluate(message, state, true, async () => [], [talk.plan([])]);
      },
      hint,
    );
  }
  return evidence;
}
