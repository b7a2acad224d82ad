import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type PluginSpec, readSpec } from '@plugwright/spec';
import type { EditPlan } from '../edit-plan.js';
import { variableFragment } from '../fragment.js';

export type Files = ReadonlyMap<string, string>;

/** The files after a plan. */
export const applied = (files: Files, plan: EditPlan): Files =>
  new Map([...files, ...plan.files.map(({ path, after }): [string, string] => [path, after])]);

/** A folder's files, as `add` takes them. */
export const readFolder = (root: string): Map<string, string> =>
  new Map(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(join(root, file)).isFile())
      .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(root, file), 'utf8')]),
  );

/** Hand-edited plugins of different shapes, one folder each. */
export const shapes: [string, Files][] = readdirSync(import.meta.dirname)
  .filter((name) => statSync(join(import.meta.dirname, name)).isDirectory())
  .map((name) => [name, readFolder(join(import.meta.dirname, name))]);

export const shape = (name: string): Files => {
  const found = shapes.find(([one]) => one === name);
  if (!found) throw new Error(`no shape ${name}`);
  return found[1];
};

const spec = (text: string): PluginSpec => {
  const result = readSpec(`specVersion: 1\nname: plugin-part\ndescription: A part\n${text}`);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics, null, 2));
  return result.spec;
};

const api = `
apis:
  pets:
    baseUrl: https://pets.example/v1
    baseUrlEnv: PETS_BASE_URL
auth:
  key: { type: apiKey, in: header, name: X-Api-Key, env: PETS_API_KEY }
environment:
  - { name: PETS_BASE_URL, description: Where the pet shop is, default: https://pets.example/v1 }
  - { name: PETS_API_KEY, description: Key of the pet shop, sensitive: true, required: true }
permissions:
  hosts: [{ host: pets.example, reason: The pet shop is there. }]
  environment:
    - { name: PETS_API_KEY, reason: Proves who asks. }
    - { name: PETS_BASE_URL, reason: Another server can be used. }
`;

/** One spec fragment of every kind that can be added. */
export const fragments = {
  action: spec(`${api}
schemas:
  Pet: { type: object, properties: { name: { type: string } }, required: [name] }
actions:
  - name: PETS_GET
    description: Shows a pet
    similes: [SHOW_PET]
    parameters: [{ name: id, required: true, schema: { type: string } }]
    run:
      kind: http
      api: pets
      method: GET
      path: /pets/{id}
      bind: [{ parameter: id, in: path, name: id }]
      auth: [[key]]
      response: { kind: json, schema: { $ref: '#/schemas/Pet' } }
`),
  provider: spec(`
providers:
  - { name: SHOP_HOURS, description: When the shop is open, run: { kind: text, template: From nine to five. } }
`),
  evaluator: spec(`
evaluators:
  - { name: NOTE_PETS, description: Notes talk about pets, run: { kind: words, words: [cat, dog] } }
`),
  service: spec(`
services:
  - { name: shop_keeper, description: Keeps the shop, run: { kind: custom, notes: Open at nine. } }
`),
  route: spec(`
routes:
  - { name: shop-sign, description: The sign at the door, method: GET, path: /shop/sign, run: { kind: text, template: Open } }
`),
  event: spec(`
events:
  - { event: MESSAGE_RECEIVED, description: A message came in, run: { kind: log } }
`),
  variable: variableFragment({
    name: 'SHOP_TOKEN',
    description: 'Token of the shop',
    sensitive: true,
    required: true,
  }),
} satisfies Record<string, PluginSpec>;

export type Kind = keyof typeof fragments;
export const kinds = Object.keys(fragments) as Kind[];

export { spec as fragment };
