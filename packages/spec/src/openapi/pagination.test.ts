import { expect, test } from 'vitest';
import { readOne } from './__fixtures__/document.js';

const list = { type: 'array', items: { type: 'string' } };
const paged = async (names: Record<string, string>, schema: object, headers: object = {}) => {
  const parameters = Object.entries(names).map(([name, type]) => ({
    name,
    in: 'query',
    schema: { type },
  }));
  const responses = {
    200: { description: '', headers, content: { 'application/json': { schema } } },
  };
  return (await readOne({ summary: 'List', parameters, responses })).run.pagination;
};
const object = (properties: object) => ({ type: 'object', properties });

test('page, offset, cursor and Link are recognised', async () => {
  expect(await paged({ page: 'integer' }, list)).toEqual({ style: 'page', parameter: 'page' });
  expect(await paged({ 'page[number]': 'integer' }, object({ data: list }))).toEqual({
    style: 'page',
    parameter: 'page_number',
  });
  expect(await paged({ offset: 'integer', limit: 'integer' }, list)).toEqual({
    style: 'offset',
    parameter: 'offset',
  });
  expect(await paged({}, list, { Link: {} })).toEqual({ style: 'link' });
  expect(
    await paged({ cursor: 'string' }, object({ items: list, next_cursor: { type: 'string' } })),
  ).toEqual({
    style: 'cursor',
    parameter: 'cursor',
    next: '/next_cursor',
  });
  expect(
    await paged(
      { pageToken: 'string' },
      { allOf: [object({ items: list }), object({ nextPageToken: { type: 'string' } })] },
    ),
  ).toMatchObject({
    next: '/nextPageToken',
  });
  expect(
    await paged(
      { cursor: 'string' },
      object({ items: list, meta: object({ next: { type: 'string' } }) }),
    ),
  ).toMatchObject({
    next: '/meta/next',
  });
});

test('nothing is guessed where the document leaves a doubt', async () => {
  expect(await paged({ page: 'string' }, list)).toBeUndefined();
  expect(await paged({ page: 'integer' }, object({ a: { type: 'string' } }))).toBeUndefined();
  expect(await paged({ offset: 'integer' }, list)).toBeUndefined();
  expect(await paged({ cursor: 'string' }, object({ items: list }))).toBeUndefined();
  expect(
    await paged({ cursor: 'string' }, object({ items: list, meta: object({}) })),
  ).toBeUndefined();
  const post = await readOne(
    {
      summary: 'Make',
      parameters: [{ name: 'page', in: 'query', schema: { type: 'integer' } }],
      responses: { 200: { description: '', content: { 'application/json': { schema: list } } } },
    },
    { method: 'post' },
  );
  expect(post.run.pagination).toBeUndefined();
});
