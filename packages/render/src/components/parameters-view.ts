import { type Action, type JsonSchema, type Parameter, type PluginSpec } from '@plugwright/spec';
import { defaultOf } from '../default-of.js';
import { type Code, code, jsonLiteral, oneLine, propertyKey } from '../encode.js';
import { schemaTypes } from '../schema-types.js';
import type { RenderContext } from '../template-job.js';
import { type ZodSource, emitZod } from '../zod-source.js';

/** What an action's template needs to describe and check its input. */
export interface ParametersView {
  /** `Action.parameters`: an object map, as plugin-bootstrap prints it. */
  parameters: Record<string, { type: string; description: string; required: boolean }>;
  /** The argument of `z.object()`. */
  schema: Code;
  /** Identifiers that the file imports from `../schemas.js`. */
  imports: string[];
  /** Statements that stand in the file itself, when the component is rendered alone. */
  definitions: Code[];
}

interface Sources extends ZodSource {
  /** First expression of each action. */
  starts: Map<string, number>;
}

const known = new WeakMap<RenderContext, Sources>();

/** Schemas of all actions' parameters in one go, so that they share definitions and their names. */
export function actionSchemas(context: RenderContext): Sources {
  const { spec, whole } = context;
  const found = known.get(context);
  if (found !== undefined) return found;
  const starts = new Map<string, number>();
  const roots: JsonSchema[] = [];
  for (const action of spec.actions) {
    starts.set(action.name, roots.length);
    roots.push(...action.parameters.map((parameter) => parameter.schema));
  }
  const sources = { ...emitZod(roots, (whole ?? spec).schemas), starts };
  known.set(context, sources);
  return sources;
}

/** How an action describes and checks its parameters. */
export function parametersView(context: RenderContext, action: Action): ParametersView {
  const { definitions, expressions, starts } = actionSchemas(context);
  const start = starts.get(action.name) ?? 0;
  const { schemas } = context.whole ?? context.spec;
  const members = action.parameters.map((parameter, index) => {
    const expression = expressions[start + index] ?? 'z.unknown()';
    return `${propertyKey(parameter.name)}: ${expression}${absence(action, parameter, schemas)}`;
  });
  const text = `{ ${members.join(', ')} }`;
  const alone = context.whole !== undefined;
  // Names inside string literals are no uses.
  const words = new Set(
    text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '').match(/[A-Za-z_$][\w$]*/g) ?? [],
  );
  return {
    parameters: Object.fromEntries(
      action.parameters.map((parameter) => [
        parameter.name,
        {
          type: promptType(parameter, schemas),
          description: promptDescription(parameter),
          required: parameter.required,
        },
      ]),
    ),
    schema: code(text),
    imports: alone
      ? []
      : definitions.map(({ identifier }) => identifier).filter((name) => words.has(name)),
    definitions: alone
      ? definitions.map((definition) => code(definition.code.replace(/^export /, '')))
      : [],
  };
}

/** What stands for a value that is not given. */
function absence(action: Action, parameter: Parameter, schemas: PluginSpec['schemas']): string {
  if (parameter.required) return '';
  const fallback = defaultOf(action, parameter, schemas);
  return fallback === undefined ? '.optional()' : `.default(${jsonLiteral(fallback)})`;
}

function promptType({ schema }: Parameter, schemas: PluginSpec['schemas']): string {
  const types = schemaTypes(schema, schemas).filter((type) => type !== 'null');
  return types.length === 1 ? types[0]! : types.length === 0 ? 'any' : types.join(' or ');
}

/** What a model needs to fill the parameter in: meaning, choices, what is taken otherwise. */
function promptDescription({ description, schema, examples }: Parameter): string {
  const said = oneLine(description || (schema.description ?? '')).slice(0, 400);
  const choices = schema.enum?.filter((value) => typeof value !== 'object').slice(0, 16) ?? [];
  const example = examples[0] ?? schema.examples?.[0];
  const short = (value: unknown) =>
    oneLine(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 80);
  return [
    said === '' || /[.!?]$/.test(said) ? said : `${said}.`,
    choices.length > 0 ? `One of: ${choices.map(short).join(', ')}.` : '',
    schema.default === undefined ? '' : `Default: ${short(schema.default)}.`,
    example === undefined || choices.length > 0 ? '' : `Example: ${short(example)}`,
  ]
    .filter(Boolean)
    .join(' ');
}
