import type { AgentRuntime, HandlerOptions, Plugin, State } from '@elizaos/core';
import type { BenchPlan, NotEvaluated, RepeatedKind } from '../bench-protocol.js';
import { isRecord } from '../package-manifest.js';
import type { Conversation } from './conversation.js';
import type { MemoryDatabase } from './memory-adapter.js';
import { messageOf } from './steps.js';

/** A component of the plugin, ready to be called as often as is wanted. */
export interface BenchComponent {
  kind: RepeatedKind;
  name: string;
  /** Brings the database back to what it was before the first call: each call then does the same. */
  restore: () => void;
  /** One call, nothing around it. Throws when it does not succeed as the first one did. */
  call: () => Promise<void>;
}

/** What can be measured, and why the rest cannot. */
export interface BenchComponents {
  components: BenchComponent[];
  notEvaluated: NotEvaluated[];
}

/**
 * Calls every action and provider once, in the order of the plugin. What throws, fails, or needs the network or an
 * answer that nobody has recorded is left out, and said to be.
 */
export async function benchComponents(
  runtime: AgentRuntime,
  plugin: Plugin,
  plan: Pick<BenchPlan, 'inputs' | 'callMs'>,
  talk: Conversation,
  database: MemoryDatabase,
): Promise<BenchComponents> {
  const found: BenchComponents = { components: [], notEvaluated: [] };
  const message = await talk.say('please');
  const state = await runtime.composeState(message, ['RECENT_MESSAGES']);
  for (const action of plugin.actions ?? []) {
    const parameters = plan.inputs[action.name] ?? {};
    await tryOut(found, plan.callMs, {
      kind: 'action',
      name: action.name,
      restore: database.snapshot(),
      call: async () => {
        const options: HandlerOptions = { actionContext: { previousResults: [] }, parameters };
        const own = stateWith(state, parameters);
        judge(await action.handler(runtime, message, own, options, async () => [], []));
      },
    });
  }
  for (const provider of plugin.providers ?? []) {
    await tryOut(found, plan.callMs, {
      kind: 'provider',
      name: provider.name,
      restore: database.snapshot(),
      call: async () => {
        await provider.get(runtime, message, state);
      },
    });
  }
  return found;
}

/** Nothing stays in the state from one call to the next. */
const stateWith = (state: State, parameters: Record<string, unknown>): State => ({
  ...state,
  data: { ...state.data, actionParams: parameters },
});

function judge(result: unknown): void {
  if (!isRecord(result)) return;
  if (result['success'] === false)
    throw new Error(
      `it answers a failure: ${String(result['text'] ?? messageOf(result['error']))}`,
    );
}

/** Calls a component once; it is measured when that succeeds within the limit. */
export async function tryOut(
  found: BenchComponents,
  limitMs: number,
  component: BenchComponent,
): Promise<void> {
  const { kind, name } = component;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`a call took more than ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([component.call(), late]);
    found.components.push(component);
  } catch (error) {
    found.notEvaluated.push({ kind, name, reason: messageOf(error).slice(0, 300) });
  } finally {
    clearTimeout(timer);
  }
}
