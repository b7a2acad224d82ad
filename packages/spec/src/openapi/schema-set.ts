import type { JsonSchema } from '../json-schema.js';
import { convertSchema, isSimple, type Conversion, type Direction } from './schema.js';
import { missing, type Located, type References } from './reference.js';
import type { Report } from './report.js';
import { nameDrafts, openSchema, type Draft } from './schema-drafts.js';
import { refsOf } from './schema-refs.js';
import { isRaw } from './value.js';

/** How much of the schemas of a document a spec may hold. */
export interface SchemaBudget {
  /** Characters of JSON of all named schemas that parameters and bodies lead to. */
  input: number;
  /** Characters of JSON of all further named schemas, to which only answers lead. */
  output: number;
  /** Schemas inside one schema, references not followed. */
  inputNodes: number;
  outputNodes: number;
  /** Longest description inside a schema, in characters. */
  inputText: number;
  outputText: number;
  /** References are followed this many times from an answer. */
  outputHops: number;
}

export const DEFAULT_BUDGET: SchemaBudget = {
  input: 48_000,
  output: 24_000,
  inputNodes: 150,
  outputNodes: 50,
  inputText: 160,
  outputText: 80,
  outputHops: 4,
};

/** The budget for a spec that has to become smaller; `share` is between 0 and 1. */
export const scaledBudget = (share: number): SchemaBudget => ({
  input: DEFAULT_BUDGET.input * share,
  output: DEFAULT_BUDGET.output * share,
  inputNodes: Math.max(20, DEFAULT_BUDGET.inputNodes * share),
  outputNodes: Math.max(10, DEFAULT_BUDGET.outputNodes * share),
  inputText: share < 0.5 ? DEFAULT_BUDGET.inputText / 2 : DEFAULT_BUDGET.inputText,
  outputText: share < 0.5 ? 0 : DEFAULT_BUDGET.outputText,
  outputHops: share < 0.5 ? 1 : DEFAULT_BUDGET.outputHops,
});

/** Schemas inside one small schema. */
const SMALL_NODES = 12;

/** Depths tried, widest first: cutting far from the root loses least. */
const DEPTHS = [8, 5, 4, 3, 2, 1, 0];

/** Schemas of a spec while it is being read. References point to drafts (`#/schemas/i1`) until {@link SchemaSet.finish}. */
export interface SchemaSet {
  convert(at: Located, direction: Direction): JsonSchema;
  /** The same, an input with its first level or two only. */
  convertSmall(at: Located, direction: Direction): JsonSchema;
  /** Written out in place, without named schemas: `depth` levels of it. */
  flat(at: Located, depth: number): JsonSchema;
  /** What is reachable from `inputs` and `outputs`, named, and how to rewrite references to it. */
  finish(
    inputs: readonly JsonSchema[],
    outputs: readonly JsonSchema[],
  ): { schemas: Record<string, JsonSchema>; rewrite: (schema: JsonSchema) => JsonSchema };
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
    isInput: boolean,
    nodes = isInput ? budget.inputNodes : budget.outputNodes,
  ): JsonSchema => {
    const isLoud = isInput && nodes === budget.inputNodes;
    const text = isInput ? budget.inputText : budget.outputText;
    for (const depth of DEPTHS) {
      const properties = depth === 0 ? Math.floor(nodes * 0.8) : 250;
      const conversion: Conversion = {
        direction,
        depth,
        nodes,
        properties,
        text,
        cut: false,
        refer: named,
      };
      const schema = convertSchema(at, conversion);
      if (conversion.nodes < 0) continue;
      if (conversion.cut && isLoud) cutAt(at);
      return schema;
    }
    if (isLoud) cutAt(at);
    return openSchema(at);
  };

  return {
    convert: (at, direction) => convertWithin(at, direction, direction === 'input'),
    convertSmall: (at, direction) =>
      direction === 'input'
        ? convertWithin(at, direction, true, SMALL_NODES)
        : convertWithin(at, direction, false),
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
          properties: 20,
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
        characters: number,
        hops: number,
        isInput: boolean,
      ) => {
        let left = characters;
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
            draft.schema ??= convertWithin(draft.target, draft.direction, isInput);
            left -= JSON.stringify(draft.schema).length;
            kept.set(key, draft);
            for (const ref of refsOf(draft.schema)) next.add(ref);
          }
          queue = [...next];
        }
      };
      walk(inputs, budget.input, Infinity, true);
      const cutInputs = cut;
      walk(outputs, budget.output, budget.outputHops, false);
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
