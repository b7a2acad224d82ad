import { exampleFor } from '../example-value.js';
import { fitsSchema } from '../fits-schema.js';
import type { JsonSchema } from '../json-schema.js';
import type { Action } from '../plugin-spec.js';
import { cleanText } from '../clean-text.js';
import type { DraftAction } from './read-operation.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Longest made-up answer, in characters of JSON. */
const MAX_ANSWER = 4000;

/** What can be decided only when all schemas have their names: references and examples that fit. */
export function settleAction(
  { action, answers }: DraftAction,
  schemas: Schemas,
  rewrite: (schema: JsonSchema) => JsonSchema,
  withExamples: boolean,
): Action {
  const { response } = action.run;
  const schema = response.schema === undefined ? undefined : rewrite(response.schema);
  const example =
    withExamples && response.kind === 'json' ? answerFor(answers, schema, schemas) : undefined;
  const { schema: _schema, ...bare } = response;
  return {
    ...action,
    parameters: action.parameters.map((parameter) => {
      const settled = rewrite(parameter.schema);
      return {
        ...parameter,
        schema: settled,
        examples: parameter.examples
          .map(cleanData)
          .filter((value) => value !== undefined && fitsSchema(value, settled, schemas)),
      };
    }),
    run: {
      ...action.run,
      response: {
        ...bare,
        ...(schema === undefined ? {} : { schema }),
        ...(example === undefined ? {} : { example }),
      },
    },
  };
}

function answerFor(
  answers: readonly unknown[],
  schema: JsonSchema | undefined,
  schemas: Schemas,
): unknown {
  const shown = answers
    .map(cleanData)
    .find(
      (value) =>
        value !== undefined &&
        value !== null &&
        (schema === undefined || fitsSchema(value, schema, schemas)),
    );
  if (shown !== undefined || schema === undefined) return shown;
  const made = exampleFor(schema, schemas);
  return made !== undefined &&
    fitsSchema(made, schema, schemas) &&
    JSON.stringify(made).length <= MAX_ANSWER
    ? made
    : undefined;
}

/** Plain JSON data with clean texts; `undefined` when a key would mean something to JavaScript. */
function cleanData(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    const items = value.map(cleanData);
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value !== 'object') return undefined;
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const cleaned = cleanData(item);
    if (cleaned === undefined || key === '__proto__' || cleanText(key) !== key) return undefined;
    entries.push([key, cleaned]);
  }
  return Object.fromEntries(entries);
}
