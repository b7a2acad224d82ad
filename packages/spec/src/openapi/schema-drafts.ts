import type { JsonSchema } from '../json-schema.js';
import { isReservedName } from '../reserved-names.js';
import type { Located } from './reference.js';
import { convertSchema, type Conversion, type Direction } from './schema.js';
import { breakLoops } from './schema-loops.js';
import { mapRefs, PREFIX } from './schema-refs.js';
import { isRaw } from './value.js';

/** A schema that gets a name: the target of a reference, in one direction. */
export interface Draft {
  key: string;
  target: Located;
  direction: Direction;
  schema?: JsonSchema;
}

/** What remains of a schema that is not written out. */
export function openSchema(at: Located): JsonSchema {
  const conversion: Conversion = {
    direction: 'input',
    depth: -1,
    nodes: 1,
    properties: 0,
    text: 0,
    cut: false,
    refer: () => ({}),
  };
  const { type } = convertSchema(
    { ...at, value: isRaw(at.value) ? { type: at.value['type'] } : {} },
    conversion,
  );
  return type === undefined ? {} : { type };
}

/** Gives drafts their names; the input and output form of one schema become one where nothing tells them apart. */
export function nameDrafts(kept: ReadonlyMap<string, Draft>, drafts: ReadonlyMap<string, Draft>) {
  const apart = differing(kept);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const schemas: Record<string, JsonSchema> = {};
  for (const [key, draft] of kept) {
    const twin = `i${key.slice(1)}`;
    const shared = key !== twin && kept.has(twin) && !apart.has(key.slice(1));
    if (shared) {
      names.set(key, names.get(twin) ?? '');
      continue;
    }
    const base = schemaName(draft.target);
    const wanted = key !== twin && kept.has(twin) ? `${base}Output` : base;
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`;
    taken.add(name.toLowerCase());
    names.set(key, name);
  }
  const rewrite = (schema: JsonSchema): JsonSchema =>
    mapRefs(schema, (key) => {
      const name = names.get(key);
      if (name !== undefined) return { $ref: `${PREFIX}${name}` };
      const draft = drafts.get(key);
      return draft === undefined ? {} : openSchema(draft.target);
    });
  for (const [key, draft] of kept) {
    const name = names.get(key);
    if (name === undefined || Object.hasOwn(schemas, name) || draft.schema === undefined) continue;
    schemas[name] = rewrite(draft.schema);
  }
  return { schemas: breakLoops(schemas), rewrite };
}

/** Numbers of the schemas whose input and output forms differ, or lead to some that do. */
function differing(kept: ReadonlyMap<string, Draft>): Set<string> {
  const pairs = [...kept.keys()].filter(
    (key) => key.startsWith('o') && kept.has(`i${key.slice(1)}`),
  );
  const apart = new Set<string>();
  const form = (key: string): string => {
    const schema = kept.get(key)?.schema ?? {};
    const linked = mapRefs(schema, (ref) => {
      const id = ref.slice(1);
      const pair = kept.has(`i${id}`) && kept.has(`o${id}`) && !apart.has(id);
      return { $ref: pair ? id : ref };
    });
    // Descriptions are shortened more in answers; they tell nothing apart. A property may be called so, but is no text.
    return JSON.stringify(linked, (name, value: unknown) =>
      name === 'description' && typeof value === 'string' ? undefined : value,
    );
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const key of pairs) {
      const id = key.slice(1);
      if (apart.has(id) || form(key) === form(`i${id}`)) continue;
      apart.add(id);
      changed = true;
    }
  }
  return apart;
}

/** A name for a schema from the last part of its pointer that says something. */
function schemaName({ pointer, file }: Located): string {
  const segments = pointer === '' ? [file.id.replace(/\.[a-z]+$/i, '')] : pointer.split('/');
  const last = segments.at(-1) ?? '';
  const clean = last
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_.-]+/g, '_')
    .replace(/^[^A-Za-z_]+/, '')
    .replace(/[_.-]+$/, '')
    .slice(0, 60);
  return clean === '' || isReservedName(clean) ? 'Schema' : clean;
}
