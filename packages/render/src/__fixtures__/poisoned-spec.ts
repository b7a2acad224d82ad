import { cleanText, parseSpec, type PluginSpec, type PluginSpecInput } from '@plugwright/spec';
import { everyKindInput } from './every-kind.js';
import { hostileTexts } from './hostile-texts.js';

type Json = Record<string, unknown>;

/** Every place of a spec where a person or a document may put text of their own. */
export const TEXT_FIELDS: readonly { path: string; max: number }[] = [
  ['displayName', 100],
  ['description', 1000],
  ['author/name', 200],
  ['environment/*/description', 1000],
  ['permissions/hosts/*/reason', 500],
  ['permissions/environment/*/reason', 500],
  ['schemas/*/description', 2000],
  ['schemas/*/title', 200],
  ['actions/*/description', 1000],
  ['actions/*/tags/*', 100],
  ['actions/*/examples/*/user', 1000],
  ['actions/*/examples/*/agent', 1000],
  ['actions/*/parameters/*/description', 1000],
  ['actions/*/parameters/*/schema/description', 2000],
  ['actions/*/parameters/*/schema/title', 200],
  ['actions/*/run/template', 4000],
  ['actions/*/run/prompt', 4000],
  ['actions/*/run/notes', 4000],
  ['actions/*/run/response/example/text', 4000],
  ['actions/*/provenance/operationId', 500],
  ['lazy/operations/*/description', 1000],
  ['lazy/operations/*/parameters/*/description', 1000],
  ['providers/*/description', 1000],
  ['providers/*/run/template', 4000],
  ['providers/*/run/notes', 4000],
  ['evaluators/*/description', 1000],
  ['evaluators/*/run/words/*', 100],
  ['evaluators/*/run/notes', 4000],
  ['services/*/description', 1000],
  ['services/*/run/notes', 4000],
  ['routes/*/description', 1000],
  ['routes/*/run/template', 4000],
  ['routes/*/run/notes', 4000],
  ['events/*/description', 1000],
  ['events/*/run/notes', 4000],
  ['tasks/*/description', 1000],
  ['tasks/*/run/notes', 4000],
  ['tasks/*/run/input/mood', 1000],
  ['models/*/description', 1000],
  ['models/*/run/notes', 4000],
  ['acceptance/*/name', 200],
  ['acceptance/*/input/mood', 1000],
  ['acceptance/*/expect/textContains', 1000],
  ['provenance/title', 500],
  ['provenance/version', 200],
].map(([path, max]) => ({ path: path as string, max: max as number }));

/** What {@link TEXT_FIELDS} needs to be there, beside the components of every kind. */
function withAllFields(): Json {
  const spec = structuredClone(everyKindInput) as unknown as Json & PluginSpecInput;
  spec.author = { name: 'x' };
  spec.provenance = { kind: 'openapi', document: 'x.yaml', digest: `sha256:${'0'.repeat(64)}`, title: 'x', version: 'x' };
  spec.acceptance = [
    { name: 'x', action: 'EVERY_GREET', input: { who: 'x', mood: 'x' }, expect: { textContains: 'x' } },
  ];
  for (const action of spec.actions ?? []) {
    action.tags = ['x'];
    action.examples = [{ user: 'x', agent: 'x' }];
    action.provenance = { operationId: 'x', pointer: '/x' };
    if (action.run.kind === 'custom') action.run.notes = 'x';
    if (action.run.kind !== 'http') continue;
    action.run.query = { fixed: 'x' };
    action.run.response.example = { text: 'x' };
  }
  const lists = [spec.providers, spec.evaluators, spec.services, spec.routes, spec.events, spec.tasks, spec.models];
  for (const list of lists)
    for (const { run } of list ?? []) if (run.kind === 'custom') run.notes = 'x';
  for (const task of spec.tasks ?? [])
    if (task.run.kind === 'action') task.run.input = { who: 'World', mood: 'x' };
  return spec;
}

/** Puts a text at `path`; `*` stands for every item of a list or member of an object. */
function put(value: unknown, [step, ...rest]: string[], text: () => string): void {
  if (typeof value !== 'object' || value === null || step === undefined) return;
  const holder = value as Json;
  for (const key of step === '*' ? Object.keys(holder) : [step]) {
    const optional = key === 'title' || key === 'description' || key === 'displayName';
    if (rest.length > 0) put(holder[key], rest, text);
    else if (optional || holder[key] !== undefined) holder[key] = text();
  }
}

/** Names on the wire, keys, choices, defaults and patterns: text that ends up in literals of other shapes. */
function poisonSchemas(input: Json, text: (max: number) => string): void {
  const spec = input as unknown as PluginSpecInput;
  // Some keys mean something to JavaScript itself, and the reader refuses them.
  const key = (max: number) => `k ${text(max)}`;
  spec.environment?.push({ name: 'EVERY_EXTRA', description: 'x', default: text(2000) });
  spec.permissions?.environment?.push({ name: 'EVERY_EXTRA', reason: 'x' });
  const choice = text(500);
  const pattern = text(100).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  for (const action of spec.actions ?? []) {
    if (action.name !== 'EVERY_PRICE' || action.run.kind !== 'http') continue;
    action.parameters?.push(
      { name: 'choice', schema: { enum: [choice, 'other'], default: choice } },
      { name: 'same', schema: { const: text(500) } },
      { name: 'coded', schema: { type: 'string', pattern } },
      {
        name: 'shape',
        schema: { type: 'object', properties: { [key(200)]: { type: 'string', title: text(200) } } },
      },
    );
    for (const parameter of ['choice', 'same', 'coded', 'shape'])
      action.run.bind?.push({ parameter, in: 'query', name: `${parameter} ${text(200)}`.trim(), json: true });
    action.run.query = { [key(200)]: text(1000) };
  }
}

/** A spec whose every text is hostile; `turn` moves all texts on by one place. Wholly accepted by the reader. */
export function poisonedSpec(turn: number): PluginSpec {
  const input = withAllFields();
  let next = turn;
  const text = (max: number): string => {
    const clean = cleanText(hostileTexts[next++ % hostileTexts.length] ?? '').trim();
    return (clean === '' ? 'x' : clean).slice(0, max).replace(/[\uD800-\uDBFF]$/, '').trim();
  };
  for (const { path, max } of TEXT_FIELDS) put(input, path.split('/'), () => text(max));
  poisonSchemas(input, text);
  const result = parseSpec(input);
  if (result.ok) return result.spec;
  throw new Error(JSON.stringify(result.diagnostics.filter(({ severity }) => severity === 'error'), null, 2));
}
