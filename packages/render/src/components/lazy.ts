import type { Action, JsonSchema, PluginSpec } from '@plugwright/spec';
import { operationLiteral } from '../operation.js';
import { schemaTypes } from '../schema-types.js';
import type { ComponentViewBuilder, TemplateJob } from '../template-job.js';
import { libraryFile } from './library-file.js';

/** Two actions, "search" and "call", for operations of the document that got no action of their own. */
export const lazyViews: ComponentViewBuilder = ({ spec, identifiers }) => {
  const { lazy } = spec;
  if (!lazy) return { jobs: [], registrations: [] };
  const names = [lazy.search, lazy.action];
  const what = spec.displayName ?? spec.provenance?.title ?? spec.name;
  const job = (template: string, name: string, data: object): TemplateJob => ({
    template: `src/actions/${template}.ts`,
    path: `src/actions/${identifiers.file('action', name)}.ts`,
    owner: 'generated',
    data: { symbol: identifiers.symbol('action', name), name, ...data },
  });
  return {
    jobs: [
      job('lazy-search', lazy.search, {
        description: `Searches ${lazy.operations.length} more operations of ${what} by words, and returns their names, descriptions and parameters. ${lazy.action} calls one of them.`,
        hint: `Call one with ${lazy.action}.`,
      }),
      job('lazy-call', lazy.action, {
        description: `Calls one of ${lazy.operations.length} more operations of ${what} by its name. ${lazy.search} finds the name and the parameters.`,
        operationHelp: `Name of the operation, as ${lazy.search} gives it`,
      }),
      {
        template: 'src/operations.ts',
        path: 'src/operations.ts',
        owner: 'generated',
        data: operationsTable(spec, lazy.operations),
      },
      libraryFile(identifiers, 'lazy'),
    ],
    registrations: names.map((name) => ({
      list: 'actions',
      identifier: identifiers.symbol('action', name),
      module: `actions/${identifiers.file('action', name)}`,
    })),
  };
};

/** One JSON text per operation: the type-checker sees plain strings, however many there are. */
function operationsTable(
  spec: PluginSpec,
  all: readonly Action[],
): { operations: string[]; schemas: string } {
  const reached = new Map<string, JsonSchema>();
  const note = (schema: JsonSchema): JsonSchema =>
    compact(schema, (name) => {
      const named = spec.schemas[name];
      if (named === undefined || reached.has(name)) return;
      reached.set(name, {});
      reached.set(name, note(named));
    });
  const operations = all.flatMap(({ name, description, parameters, run }) => {
    // Only requests can be called by name.
    if (run.kind !== 'http') return [];
    const entry = {
      name,
      description,
      parameters: parameters.map((parameter) => ({
        name: parameter.name,
        description: parameter.description,
        required: parameter.required,
        type: typeName(parameter.schema, spec),
        schema: note(parameter.schema),
      })),
      operation: operationLiteral(spec, run, parameters),
    };
    return [JSON.stringify(entry)];
  });
  return { operations, schemas: JSON.stringify(Object.fromEntries(reached)) };
}

/** What the model is told, and what text of it is read as. */
function typeName(schema: JsonSchema, spec: PluginSpec): string {
  const types = schemaTypes(schema, spec.schemas).filter((type) => type !== 'null');
  return types.length === 0 ? 'any' : types.join(' or ');
}

const KEPT = [
  'type',
  'const',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minItems',
  'maxItems',
  'required',
] as const;

/** What checks the shape of a value; prose, examples, and what the API checks better (patterns, formats) left out. */
function compact(schema: JsonSchema, meet: (name: string) => void): JsonSchema {
  const inner = (part: JsonSchema): JsonSchema => compact(part, meet);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice('#/schemas/'.length);
    meet(name);
    return { $ref: `#/$defs/${name}` };
  }
  const kept: JsonSchema = Object.fromEntries(
    KEPT.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]),
  );
  // Members that are lists or objects cannot be compared by the checker.
  if (schema.enum?.every((member) => typeof member !== 'object' || member === null)) {
    kept.enum = schema.enum;
  }
  if (typeof schema.const === 'object' && schema.const !== null) delete kept.const;
  if (schema.items) kept.items = inner(schema.items);
  const { additionalProperties: rest } = schema;
  // The checker overlooks required members that are not described.
  const undescribed = (schema.required ?? []).map((key) => [
    key,
    typeof rest === 'object' ? rest : {},
  ]);
  const properties: Record<string, JsonSchema> = {
    ...Object.fromEntries(undescribed),
    ...schema.properties,
  };
  if (Object.keys(properties).length > 0) {
    kept.properties = Object.fromEntries(
      Object.entries(properties).map(([key, part]) => [key, inner(part)]),
    );
  }
  if (typeof rest === 'object') kept.additionalProperties = inner(rest);
  else if (rest === false) kept.additionalProperties = false;
  if (schema.allOf) kept.allOf = schema.allOf.map(inner);
  // "Exactly one" needs what was left out to tell the alternatives apart.
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) kept.anyOf = alternatives.map(inner);
  return kept;
}
