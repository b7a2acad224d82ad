import type { Action, PluginSpec } from '../plugin-spec.js';
import { specLimits } from '../spec-limits.js';
import { actionKey } from '../names.js';
import { shortenText } from './plain-text.js';
import type { FoundOperation } from './operations.js';
import { readOperation, type OperationContext } from './read-operation.js';
import { Unusable } from './reading.js';

type Lazy = NonNullable<PluginSpec['lazy']>;

const MAX_OPERATIONS = 5000;

/** An action without what only a prompt needs: it is found by its words and called by its name. */
function compact(action: Action): Action {
  const { provenance: _provenance, ...rest } = action;
  const {
    schema: _schema,
    example: _example,
    ...response
  } = action.run.kind === 'http' ? action.run.response : { status: 200, kind: 'text' as const };
  return {
    ...rest,
    description: shortenText(action.description, 160),
    similes: [],
    examples: [],
    tags: action.tags.slice(0, 2),
    parameters: action.parameters.map((parameter) => ({
      ...parameter,
      description: shortenText(parameter.description, 80),
      examples: [],
    })),
    run: action.run.kind === 'http' ? { ...action.run, response } : action.run,
  };
}

/** Everything that got no action of its own, as far as its limit allows. The schemas have to be written out in place. */
export function readLazy(
  operations: readonly FoundOperation[],
  context: OperationContext,
): { lazy: Lazy | undefined; left: number } {
  const { prefix, names, reading } = context;
  const compacted: Action[] = [];
  let bytes = 0;
  let left = 0;
  for (const found of operations) {
    if (compacted.length >= MAX_OPERATIONS || bytes > specLimits.lazyBytes * 0.85) {
      left++;
      continue;
    }
    try {
      const action = compact(readOperation(found, context).action);
      bytes += JSON.stringify(action).length;
      compacted.push(action);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      reading.report.add(
        {
          code: 'PW_OPENAPI_OPERATION_UNUSABLE',
          message: `${found.method} ${found.path}: ${error.message}`,
        },
        error.at.pointer,
        error.at.file,
      );
    }
  }
  const taken = new Set([...names.values()].map(actionKey));
  const free = (name: string) => {
    let wanted = `${prefix}_${name}`;
    for (let n = 2; taken.has(actionKey(wanted)); n++) wanted = `${prefix}_${name}_${n}`;
    return wanted;
  };
  return {
    lazy:
      compacted.length === 0
        ? undefined
        : {
            search: free('SEARCH_OPERATIONS'),
            action: free('CALL_OPERATION'),
            operations: compacted,
          },
    left,
  };
}
