import type { JsonSchema } from '../json-schema.js';
import { convertSchema, isSimple, type Conversion, type Direction } from './schema.js';
import { missing, type Located, type References } from './reference.js';
import type { Report } from './report.js';
import { breakLoops } from './schema-loops.js';
import { isReservedName } from '../reserved-names.js';
import { isRaw } from './value.js';

/** How much of the schemas of a document a spec may hold. One node is one schema, about 80 bytes of YAML. */
export interface SchemaBudget {
  /** Nodes of all named schemas that parameters and bodies lead to. */
  input: number;
  /** Nodes of all named schemas that only answers lead to. */
  output: number;
  /** Nodes of one schema, references not counted. */
  inputRoot: number;
  outputRoot: number;
  /** Longest description inside a schema, in characters. */
  text: number;
  /** References are followed this many times from an answer. */
  outputHops: number;
}

export const DEFAULT_BUDGET: SchemaBudget = {
  input: 1200,
  output: 700,
  inputRoot: 220,
  outputRoot: 90,
  text: 160,
  outputHops: 4,
};

/** Depths tried, widest first: cutting far from the root loses least. */
const DEPTHS = [8, 5, 4, 3, 2, 1, 0];

/** Schemas of a spec while it is being read. References point to drafts (`#/schemas/i1`) until {@link SchemaSet.finish}. */
export interface SchemaSet {
  convert(at: Located, direction: Direction): JsonSchema;
  /** Written out in place, without named schemas: `depth` levels of it. */
  flat(at: Located, depth: number): JsonSchema;
  /** What is reachable from `inputs` and `outputs`, named, and how to rewrite references to it. */
  finish(
    inputs: readonly JsonSchema[],
    outputs: readonly JsonSchema[],
  ): { schemas: Record<string, JsonSchema>; rewrite: (schema: JsonSchema) => JsonSchema };
}

interface Draft {
  key: string;
  target: Located;
  direction: Direction;
  schema?: JsonSchema;
}

export function createSchemaSet(
  references: References,
  report: Report,
  budget: SchemaBudget = DEFAULT_BUDGET,
  /** Whether the document says `readOnly` or `writeOnly` at all; if not, both directions share one form. */
  directional = true,
): SchemaSet {
  const drafts = new Map<string, Draft>();
  const ids = new Map<string, number>();
  const cutAt = (at: Located) =>
    report.add(
      {
        code: 'PW_OPENAPI_SCHEMA_CUT',
        message: 'A schema is too large; its deeper parts are left open.',
        hint: 'Choose fewer operations, or write the parts that matter into the spec by hand.',
      },
      at.pointer,
      at.file,
    );

  const draftOf = (target: Located, wanted: Direction): Draft => {
    const direction = directional ? wanted : 'input';
    const place = `${target.file.id}#${target.pointer}`;
    const id = ids.get(place) ?? ids.size + 1;
    ids.set(place, id);
    const key = `${direction === 'input' ? 'i' : 'o'}${id}`;
    const draft = drafts.get(key) ?? { key, target, direction };
    drafts.set(key, draft);
    return draft;
  };

  /** Follows references whose target is again nothing but a reference. */
  const targetOf = (ref: string, at: Located): Located | undefined => {
    const found = references.target(ref, at.file);
    if (found !== undefined) return references.follow(found);
    report.add(missing(ref), at.pointer, at.file);
    return undefined;
  };

  const named: Conversion['refer'] = (ref, at, conversion) => {
    const target = targetOf(ref, at);
    if (target === undefined || !isRaw(target.value)) return {};
    if (isSimple(target.value)) return convertSchema(target, conversion);
    return { $ref: `#/schemas/${draftOf(target, conversion.direction).key}` };
  };

  const convertWithin = (
    at: Located,
    direction: Direction,
    nodes: number,
    loud: boolean,
  ): JsonSchema => {
    const { text } = budget;
    for (const depth of DEPTHS) {
      const conversion: Conversion = { direction, depth, nodes, text, cut: false, refer: named };
      const schema = convertSchema(at, conversion);
      if (conversion.nodes < 0) continue;
      if (conversion.cut && loud) cutAt(at);
      return schema;
    }
    if (loud) cutAt(at);
    return openSchema(at);
  };

  return {
    convert: (at, direction) =>
      direction === 'input'
        ? convertWithin(at, direction, budget.inputRoot, true)
        : convertWithin(at, direction, budget.outputRoot, false),
    flat(at, depth) {
      const open: string[] = [];
      const inPlace: Conversion['refer'] = (ref, from, conversion) => {
        const target = targetOf(ref, from);
        if (target === undefined) return {};
        const place = `${target.file.id}#${target.pointer}`;
        if (open.includes(place) || (conversion.depth <= 0 && !isSimple(target.value)))
          return openSchema(target);
        open.push(place);
        const schema = convertSchema(target, conversion);
        open.pop();
        return schema;
      };
      for (let levels = depth; levels >= 0; levels--) {
        const conversion: Conversion = {
          direction: 'input',
          depth: levels,
          nodes: 40,
          text: 80,
          cut: false,
          refer: inPlace,
        };
        const schema = convertSchema(at, conversion);
        if (conversion.nodes >= 0) return schema;
      }
      return openSchema(at);
    },
    finish(inputs, outputs) {
      const kept = new Map<string, Draft>();
      let cut = 0;
      const walk = (
        roots: readonly JsonSchema[],
        nodes: number,
        hops: number,
        rootNodes: number,
        loud: boolean,
      ) => {
        let left = nodes;
        let queue = [...new Set(roots.flatMap(refsOf))];
        for (let hop = 0; queue.length > 0; hop++) {
          const next = new Set<string>();
          for (const key of queue) {
            const draft = drafts.get(key);
            if (draft === undefined || kept.has(key)) continue;
            if (left <= 0 || hop >= hops) {
              cut++;
              continue;
            }
            draft.schema ??= convertWithin(draft.target, draft.direction, rootNodes, loud);
            left -= sizeOf(draft.schema);
            kept.set(key, draft);
            for (const ref of refsOf(draft.schema)) next.add(ref);
          }
          queue = [...next];
        }
      };
      walk(inputs, budget.input, Infinity, budget.inputRoot, true);
      const cutInputs = cut;
      walk(outputs, budget.output, budget.outputHops, budget.outputRoot, false);
      if (cutInputs > 0) {
        report.add(
          {
            code: 'PW_OPENAPI_SCHEMA_CUT',
            message: `The inputs lead to ${kept.size + cutInputs} named schemas; the ${cutInputs} farthest are left open.`,
            hint: 'Choose fewer operations, or write the parts that matter into the spec by hand.',
          },
          '',
        );
      }
      if (cut > cutInputs) {
        report.add(
          {
            code: 'PW_OPENAPI_SCHEMA_CUT',
            severity: 'info',
            message: `The answers lead to more named schemas than a spec can hold; ${cut - cutInputs} are left open.`,
          },
          '',
        );
      }
      return nameDrafts(kept, drafts);
    },
  };
}

/** What remains of a schema that is not written out. */
function openSchema(at: Located): JsonSchema {
  const conversion: Conversion = {
    direction: 'input',
    depth: -1,
    nodes: 1,
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

const PREFIX = '#/schemas/';

/** Every schema directly inside another one. */
export function partsOf(schema: JsonSchema): JsonSchema[] {
  const rest = schema.additionalProperties;
  return [
    ...Object.values(schema.properties ?? {}),
    ...(schema.items === undefined ? [] : [schema.items]),
    ...(typeof rest === 'object' ? [rest] : []),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ];
}

function refsOf(schema: JsonSchema): string[] {
  const here = schema.$ref === undefined ? [] : [schema.$ref.slice(PREFIX.length)];
  return [...here, ...partsOf(schema).flatMap(refsOf)];
}

const sizeOf = (schema: JsonSchema): number =>
  1 + partsOf(schema).reduce((sum, part) => sum + sizeOf(part), 0);

/** A copy with every reference replaced by what `replace` gives for its name. */
export function mapRefs(schema: JsonSchema, replace: (name: string) => JsonSchema): JsonSchema {
  const out: JsonSchema = { ...schema };
  if (schema.$ref !== undefined) {
    delete out.$ref;
    const target = replace(schema.$ref.slice(PREFIX.length));
    Object.assign(
      out,
      target,
      schema.description === undefined ? {} : { description: schema.description },
    );
  }
  const map = (part: JsonSchema) => mapRefs(part, replace);
  if (schema.properties !== undefined) {
    out.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, part]) => [name, map(part)]),
    );
  }
  if (schema.items !== undefined) out.items = map(schema.items);
  if (typeof schema.additionalProperties === 'object')
    out.additionalProperties = map(schema.additionalProperties);
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    const list = schema[key];
    if (list !== undefined) out[key] = list.map(map);
  }
  return out;
}

/** Gives drafts their names; the input and output form of one schema become one where nothing tells them apart. */
function nameDrafts(kept: ReadonlyMap<string, Draft>, drafts: ReadonlyMap<string, Draft>) {
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
    return JSON.stringify(
      mapRefs(schema, (ref) => {
        const id = ref.slice(1);
        const pair = kept.has(`i${id}`) && kept.has(`o${id}`) && !apart.has(id);
        return { $ref: pair ? id : ref };
      }),
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
