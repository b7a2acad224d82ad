import type { Action, AgentRuntime, Content, HandlerOptions } from '@elizaos/core';
import type { ActionEvidence, ActionPlan } from '../boot-protocol.js';
import { isRecord } from '../package-manifest.js';
import type { Conversation } from './conversation.js';
import { ownTimeMs } from './run-delay.js';
import { messageOf, type Steps } from './steps.js';

const neverThrow =
  'Catch inside the handler and return { success: false, text, data: { actionName } }.';

/** Calls every action: through `processActions`, directly, and without what it requires. */
export async function driveActions(
  runtime: AgentRuntime,
  actions: readonly Action[],
  plans: readonly ActionPlan[],
  talk: Conversation,
  steps: Steps,
  budgetMs: number | undefined,
): Promise<ActionEvidence[]> {
  const evidence: ActionEvidence[] = [];
  for (const action of actions) {
    const name = `action ${action.name}`;
    const plan = plans.find((each) => each.name === action.name) ?? unplanned(action.name);
    if (!runtime.actions.includes(action)) {
      steps.problem(name, 'PW_BOOT_NOT_REGISTERED', `${name} is not registered in the runtime`);
      continue;
    }
    await steps.run(name, 'PW_BOOT_ACTION_VALIDATE', () => validate(runtime, action, talk));
    const said = await steps.run(
      name,
      'PW_BOOT_ACTION_THROWS',
      () => throughRuntime(runtime, action, plan, talk),
      neverThrow,
    );
    if (said) {
      evidence.push(said);
      judge(name, said, plan, steps, budgetMs);
    }
    if (plan.direct) {
      const { direct } = plan;
      const called = await steps.run(
        name,
        'PW_BOOT_ACTION_THROWS',
        async () => ({ result: await callHandler(runtime, action, direct, talk) }),
        neverThrow,
      );
      if (called) judgeResult(name, called.result, plan, steps);
    }
    if (plan.withoutInput) {
      await steps.run(
        `${name} without its parameters`,
        'PW_BOOT_ACTION_THROWS',
        () => callHandler(runtime, action, {}, talk),
        neverThrow,
      );
    }
  }
  return evidence;
}

const unplanned = (name: string): ActionPlan => ({
  name,
  input: {},
  direct: {},
  mustSucceed: false,
  withoutInput: false,
});

async function validate(runtime: AgentRuntime, action: Action, talk: Conversation): Promise<void> {
  const message = await talk.say(`please ${action.name}`);
  const answer: unknown = await action.validate(runtime, message, undefined);
  if (typeof answer !== 'boolean')
    throw new Error(`validate answered ${typeof answer}, no boolean`);
}

/**
 * The way of a multi-step agent: parameters stand in the state that belongs to the message, from
 * where `processActions` takes them over when it composes the state again.
 */
async function throughRuntime(
  runtime: AgentRuntime,
  action: Action,
  plan: ActionPlan,
  talk: Conversation,
): Promise<ActionEvidence> {
  const message = await talk.say(`please ${action.name}`);
  const state = await runtime.composeState(message, ['RECENT_MESSAGES', 'ACTION_STATE']);
  const parameters = { ...plan.input };
  state.data['actionParams'] = parameters;
  state.data[action.name.toLowerCase().replace(/_/g, '')] = {
    ...parameters,
    _source: 'multi-step',
    _timestamp: Date.now(),
  };
  const callbacks: string[] = [];
  const startedAt = ownTimeMs();
  await runtime.processActions(
    message,
    [talk.plan([action.name])],
    state,
    async (content: Content) => {
      callbacks.push(content.text ?? '');
      return [];
    },
  );
  const durationMs = ownTimeMs() - startedAt;
  const [result] = runtime.getActionResults(message.id);
  return {
    name: action.name,
    input: JSON.stringify(parameters).slice(0, 4000),
    reply: (result?.text ?? callbacks[0] ?? '').slice(0, 4000),
    success: result?.success ?? null,
    durationMs,
    callbacks: callbacks.map((text) => text.slice(0, 4000)),
  };
}

async function callHandler(
  runtime: AgentRuntime,
  action: Action,
  parameters: Record<string, unknown>,
  talk: Conversation,
): Promise<unknown> {
  const message = await talk.say(`please ${action.name}`);
  const state = await runtime.composeState(message);
  const options: HandlerOptions = { actionContext: { previousResults: [] }, parameters };
  return action.handler(runtime, message, state, options, async () => [], []);
}

function judge(
  name: string,
  said: ActionEvidence,
  plan: ActionPlan,
  steps: Steps,
  budgetMs: number | undefined,
): void {
  if (plan.mustSucceed && said.success !== true) {
    steps.problem(
      name,
      'PW_BOOT_ACTION_FAILED',
      said.success === null ? `${name} recorded no result` : `${name} failed: ${said.reply}`,
    );
  }
  if (said.success !== null && said.reply === '') {
    steps.problem(name, 'PW_BOOT_ACTION_SILENT', `${name} answered nothing`, {
      severity: plan.mustSucceed ? 'error' : 'warning',
    });
  }
  if (budgetMs !== undefined && said.durationMs > budgetMs) {
    const took = Math.round(said.durationMs);
    steps.problem(name, 'PW_BOOT_BUDGET', `${name} took ${took} ms, the budget is ${budgetMs} ms`);
  }
}

function judgeResult(name: string, result: unknown, plan: ActionPlan, steps: Steps): void {
  if (!isRecord(result)) {
    steps.problem(name, 'PW_BOOT_NO_RESULT', `${name} returned no result, so none is recorded`, {
      severity: plan.mustSucceed ? 'error' : 'warning',
      hint: 'Return { success, text, data: { actionName } }.',
    });
    return;
  }
  if (!('text' in result) && !('values' in result) && !('data' in result)) {
    steps.problem(
      name,
      'PW_BOOT_BARE_RESULT',
      `${name} returned a result without text, values or data, which the runtime records as a success`,
      { hint: 'Return text and data.actionName with every result, above all with failures.' },
    );
    return;
  }
  if (plan.mustSucceed && result['success'] !== true) {
    const why = String(result['text'] ?? messageOf(result['error']));
    steps.problem(name, 'PW_BOOT_ACTION_FAILED', `${name} failed with options.parameters: ${why}`);
  }
}
