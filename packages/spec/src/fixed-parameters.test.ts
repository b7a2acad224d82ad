import { expect, test } from 'vitest';
import { computeFunctions } from './compute-functions.js';
import { fitsSchema } from './fits-schema.js';
import { parseSpec, writeSpec, type PluginSpecInput } from './index.js';

const spec = (more: Partial<PluginSpecInput>) => {
  const result = parseSpec({ specVersion: 1, name: 'plugin-demo', description: 'Demo.', ...more });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.spec;
};
const tasks: PluginSpecInput['collections'] = {
  tasks: {
    item: 'task',
    fields: [
      { name: 'title', required: true, schema: { type: 'string' } },
      { name: 'done', schema: { type: 'boolean', default: false } },
    ],
  },
};
const onTasks = (operation: 'add' | 'update' | 'list' | 'get' | 'search' | 'clear') =>
  spec({
    collections: tasks,
    actions: [
      { name: 'A', description: 'A.', run: { kind: 'collection', collection: 'tasks', operation } },
    ],
  }).actions[0]?.parameters;

test.each([
  ['add', ['title', 'done']],
  ['update', ['which', 'title', 'done']],
  ['list', ['show', 'limit']],
  ['search', ['query', 'limit']],
  ['clear', ['only']],
  ['get', ['which']],
] as const)('%s has its parameters without their being written', (operation, names) => {
  expect(onTasks(operation)?.map(({ name }) => name)).toEqual(names);
});

test('an update needs only to know which entry, and no default changes a field', () => {
  expect(onTasks('update')?.map(({ required }) => required)).toEqual([true, false, false]);
  expect(onTasks('update')?.[2]?.schema).toEqual({ type: 'boolean' });
});

test('what goes without saying is not written; what was changed is', () => {
  const short = spec({
    actions: [{ name: 'A', description: 'A.', run: { kind: 'compute', function: 'tip' } }],
  });
  expect(writeSpec(short)).not.toContain('parameters');
  const [bill, ...rest] = short.actions[0]?.parameters ?? [];
  if (!bill) throw new Error('tip needs a bill');
  const parameters = [{ ...bill, description: 'What the waiter wants' }, ...rest];
  const changed = spec({
    actions: [
      { name: 'A', description: 'A.', parameters, run: { kind: 'compute', function: 'tip' } },
    ],
  });
  expect(writeSpec(changed)).toContain('What the waiter wants');
});

test('every example and default of a function fits its schema', () => {
  for (const { parameters } of Object.values(computeFunctions))
    for (const { schema, examples, required } of parameters) {
      const values = [...examples, ...(schema.default === undefined ? [] : [schema.default])];
      for (const example of values) expect(fitsSchema(example, schema, {})).toBe(true);
      expect(required && examples.length === 0).toBe(false);
    }
});
