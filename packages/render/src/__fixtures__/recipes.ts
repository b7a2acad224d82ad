import { parseSpec, type PluginSpec, type PluginSpecInput } from '@plugwright/spec';

const note: ActionInput = {
  name: 'KEEP_NOTE',
  description: 'Keeps a note.',
  parameters: [
    { name: 'note', required: true, schema: { type: 'string' } },
    { name: 'level', schema: { type: 'integer' } },
  ],
  run: { kind: 'text', template: 'Kept: {note}' },
};

type ActionInput = NonNullable<PluginSpecInput['actions']>[number];
type Part = Pick<PluginSpecInput, 'actions' | 'services' | 'routes'>;

/** A spec with these components, an API, a room and secrets to use, and the action `KEEP_NOTE`. */
export function recipeSpec(name: string, part: Part): PluginSpec {
  const variables = [
    ...['NEWS_ROOM', 'SHOP_URL', 'NEWS_URL'].map((env) => ({ name: env, sensitive: false })),
    ...['SHOP_TOKEN', 'HOOK_SECRET'].map((env) => ({ name: env, sensitive: true })),
  ];
  const result = parseSpec({
    specVersion: 1,
    name: `plugin-${name}`,
    description: 'A recipe.',
    apis: { shop: { baseUrl: 'https://shop.example/v1', baseUrlEnv: 'SHOP_URL', retries: 0 } },
    auth: { token: { type: 'bearer', env: 'SHOP_TOKEN' } },
    environment: variables.map((one) => ({ ...one, description: `The ${one.name}.` })),
    permissions: {
      hosts: ['shop.example', 'news.example'].map((host) => ({ host, reason: 'It is asked.' })),
      environment: variables.map((one) => ({ name: one.name, reason: 'It is needed.' })),
    },
    ...part,
    actions: [note, ...(part.actions ?? [])],
  } satisfies PluginSpecInput);
  if (result.ok) return result.spec;
  throw new Error(JSON.stringify(result.diagnostics, null, 2));
}
