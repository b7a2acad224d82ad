import type {
  Action,
  ActionResult,
  Content,
  HandlerCallback,
  HandlerOptions,
  IAgentRuntime,
  Memory,
  State,
} from '@elizaos/core';
import { PlugwrightError } from '@plugwright/errors';
import { mayOrder } from '../may-order.js';
import type { PluginCreationService } from '../plugin-creation-service.js';
import { PLUGIN_CREATION } from '../service-key.js';

/** The running service, if there is one. */
export const serviceOf = (runtime: IAgentRuntime): PluginCreationService | null =>
  runtime.getService<PluginCreationService>(PLUGIN_CREATION);

/** What a handler works with when whoever wrote the message may do this. */
export interface Guarded {
  runtime: IAgentRuntime;
  message: Memory;
  service: PluginCreationService;
  isOwner: boolean;
  /** Parameters that a planner filled in; empty when it did not. */
  parameters: Readonly<Record<string, unknown>>;
}

/** What it says, and what later actions of the same message get. */
export interface Said {
  success?: boolean;
  text: string;
  values?: Record<string, unknown>;
  data?: Record<string, unknown>;
}

/** Results of core 1.x count as failed only with a text, values or data; the name is how others find the result. */
const resultOf = (name: string, said: Said, error?: Error): ActionResult => ({
  success: said.success ?? true,
  text: said.text,
  values: said.values ?? {},
  data: { actionName: name, ...said.data },
  ...(error === undefined ? {} : { error }),
});

/**
 * A handler that says what it has to say in the room and in its result, never throws, and does nothing for whoever has not
 * the role.
 */
export function guarded(name: string, work: (given: Guarded) => Promise<Said>): Action['handler'] {
  return async (
    runtime: IAgentRuntime,
    message: Memory,
    state?: State,
    options?: HandlerOptions,
    callback?: HandlerCallback,
  ): Promise<ActionResult> => {
    const say = async (said: Said, error?: Error) => {
      const { source } = message.content;
      const content: Content = {
        text: said.text,
        actions: [name],
        ...(source === undefined ? {} : { source }),
      };
      await callback?.(content);
      return resultOf(name, said, error);
    };
    try {
      const service = serviceOf(runtime);
      if (service === null)
        return await refuse('I am not ready to make plugins yet.', 'PW_JOBS_CLOSED');
      // Without settings nobody knows who may; then nobody may.
      const permission = await mayOrder(runtime, message, service.settings?.roles ?? []);
      if (!permission.allowed) return await refuse(permission.reason, 'PW_CHAT_ROLE');
      const { isOwner } = permission;
      const parameters = parametersOf(name, state, options);
      return await say(await work({ runtime, message, service, isOwner, parameters }));
    } catch (error) {
      const known = error instanceof Error ? error : new Error(String(error));
      const hint = PlugwrightError.isInstance(error) && error.hint ? ` ${error.hint}` : '';
      const code = PlugwrightError.isInstance(error) ? error.code : 'PW_INTERNAL';
      const text = `${known.message}${hint}`;
      return say({ success: false, text, data: { code } }, known).catch(() =>
        resultOf(name, { success: false, text, data: { code } }, known),
      );
    }

    function refuse(text: string, code: string) {
      return say({ success: false, text, data: { code } }, new Error(text));
    }
  };
}

/** In 1.x a planner in several steps leaves them in the state, in 2.x in the options. */
function parametersOf(
  name: string,
  state: State | undefined,
  options: HandlerOptions | undefined,
): Record<string, unknown> {
  const own = name.toLowerCase().replaceAll('_', '');
  const found = [options?.['parameters'], state?.data?.['actionParams'], state?.data?.[own]];
  return found.find(isRecord) ?? {};
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
