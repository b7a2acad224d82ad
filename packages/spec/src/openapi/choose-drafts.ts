import type { Action } from '../plugin-spec.js';
import { DEFAULT_MAX_ACTIONS, DEFAULT_MAX_TOKENS, MOST_ACTIONS } from './curate.js';
import type { FoundOperation } from './operations.js';
import type { ReadOpenApiOptions } from './options.js';
import { readOperation, type DraftAction, type OperationContext } from './read-operation.js';
import { Unusable } from './reading.js';

/** Characters per token, roughly, for English and JSON. */
const CHARACTERS_PER_TOKEN = 4;

function tokensOf({ name, description, parameters }: Action): number {
  const shown = parameters.map((parameter) => [
    parameter.name,
    parameter.description,
    parameter.schema,
  ]);
  return (name.length + description.length + JSON.stringify(shown).length) / CHARACTERS_PER_TOKEN;
}

/** An action may take this many times the room that each would get if all were equal. */
const FAIR_SHARES = 2.5;

/** Reads candidates until the plugin is full. One that is too big for what is left is passed over for smaller ones. */
export function chooseDrafts(
  candidates: readonly FoundOperation[],
  context: OperationContext,
  /** The same, with small schemas: for operations that would take the room of several others. */
  small: OperationContext,
  options: ReadOpenApiOptions,
  all: boolean,
): { drafts: DraftAction[]; unusable: number } {
  const most = all
    ? MOST_ACTIONS
    : Math.min(MOST_ACTIONS, Math.max(1, options.maxActions ?? DEFAULT_MAX_ACTIONS));
  const budget = all ? Infinity : (options.maxTokens ?? DEFAULT_MAX_TOKENS);
  const drafts: DraftAction[] = [];
  const fair = (budget / most) * FAIR_SHARES;
  let tokens = 0;
  let tooBig = 0;
  let unusable = 0;
  for (const found of candidates) {
    if (drafts.length >= most || tooBig > 40) break;
    try {
      const full = readOperation(found, context);
      const isLarge = tokensOf(full.action) > fair;
      const draft = isLarge ? readOperation(found, small) : full;
      const cost = tokensOf(draft.action);
      if (drafts.length > 0 && tokens + cost > budget) {
        tooBig++;
        continue;
      }
      tokens += cost;
      if (isLarge) {
        context.reading.report.add(
          {
            code: 'PW_OPENAPI_SCHEMA_CUT',
            message: `${draft.action.name}: its parameters are too large for a prompt; their deeper parts are left open.`,
            hint: 'Choose fewer actions or allow more tokens, or write the parts that matter into the spec by hand.',
          },
          found.at.pointer,
        );
      }
      drafts.push(draft);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      unusable++;
      context.reading.report.add(
        {
          code: 'PW_OPENAPI_OPERATION_UNUSABLE',
          message: `${found.method} ${found.path}: ${error.message}`,
        },
        error.at.pointer,
        error.at.file,
      );
    }
  }
  // Actions in the order of the document, unless somebody named them in another one.
  if (!all) drafts.sort((a, b) => a.found.index - b.found.index);
  return { drafts, unusable };
}
