import { pointerTo } from '../json-pointer.js';
import type { HttpRun } from '../plugin-spec.js';
import type { BoundParameter } from './reading.js';
import type { Located, References } from './reference.js';
import { ownList, ownRecord } from './value.js';
import { typesOf } from './schema-keywords.js';
import type { ReadResponse } from './response.js';

type Pagination = NonNullable<HttpRun['pagination']>;

const fold = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
const PAGE = new Set(['page', 'pagenumber', 'pageno', 'pagenum', 'pageindex']);
const OFFSET = new Set(['offset', 'skip']);
const SIZE = new Set([
  'limit',
  'perpage',
  'pagesize',
  'size',
  'count',
  'take',
  'top',
  'maxresults',
  'pagelimit',
]);
const CURSOR = new Set([
  'cursor',
  'pagetoken',
  'nexttoken',
  'nextpagetoken',
  'continuationtoken',
  'nextcursor',
  'pagecursor',
  'startcursor',
]);
const NEXT = new Set([
  'nextcursor',
  'nextpagetoken',
  'nexttoken',
  'nextpagecursor',
  'continuationtoken',
  'endcursor',
]);
/** Objects that answers keep such values in. */
const WRAPPERS = new Set([
  'meta',
  'metadata',
  'pagination',
  'paging',
  'pageinfo',
  'responsemetadata',
  'page',
  'cursors',
]);

interface Property {
  name: string;
  at: Located;
}

function propertiesOf(references: References, start: Located, depth = 0): Property[] {
  const at = references.follow(start);
  if (at === undefined || depth > 4) return [];
  const own_ = Object.entries(ownRecord(at.value, 'properties')).map(([name, value]) => ({
    name,
    at: { value, pointer: pointerTo(pointerTo(at.pointer, 'properties'), name), file: at.file },
  }));
  const inherited = ownList(at.value, 'allOf').flatMap((value, index) =>
    propertiesOf(
      references,
      { value, pointer: pointerTo(pointerTo(at.pointer, 'allOf'), index), file: at.file },
      depth + 1,
    ),
  );
  return [...own_, ...inherited];
}

const isList = (references: References, at: Located): boolean => {
  const target = references.follow(at);
  return target !== undefined && typesOf(ownRecord(target, 'value')).includes('array');
};

/** JSON pointer to the token of the next page in the answer. */
function nextPointer(references: References, properties: readonly Property[]): string | undefined {
  const here = properties.find(({ name }) => NEXT.has(fold(name)));
  if (here !== undefined) return pointerTo('', here.name);
  for (const { name, at } of properties) {
    if (!WRAPPERS.has(fold(name))) continue;
    const inner = propertiesOf(references, at).find(
      (property) =>
        NEXT.has(fold(property.name)) ||
        fold(property.name) === 'next' ||
        fold(property.name) === 'after',
    );
    if (inner !== undefined) return pointerTo(pointerTo('', name), inner.name);
  }
  return undefined;
}

/** How the next page is asked for, only where the document leaves no doubt. */
export function paginationOf(
  references: References,
  method: string,
  parameters: readonly BoundParameter[],
  { response, schema, headers }: ReadResponse,
): Pagination | undefined {
  if (method !== 'GET' || response.kind !== 'json' || schema === undefined) return undefined;
  const properties = propertiesOf(references, schema);
  const lists = isList(references, schema) || properties.some(({ at }) => isList(references, at));
  if (!lists) return undefined;
  const query = parameters.filter(({ binding }) => binding.in === 'query');
  const named = (names: ReadonlySet<string>, ...types: string[]) =>
    query.find(
      ({ parameter, binding }) =>
        names.has(fold(binding.name)) &&
        types.includes([parameter.schema.type ?? ''].flat()[0] ?? ''),
    )?.parameter.name;
  const cursor = named(CURSOR, 'string');
  if (cursor !== undefined) {
    const next = nextPointer(references, properties);
    if (next !== undefined && next.length <= 500)
      return { style: 'cursor', parameter: cursor, next };
  }
  if (headers.includes('link')) return { style: 'link' };
  const page = named(PAGE, 'integer', 'number');
  if (page !== undefined) return { style: 'page', parameter: page };
  const offset = named(OFFSET, 'integer', 'number');
  return offset !== undefined && named(SIZE, 'integer', 'number') !== undefined
    ? { style: 'offset', parameter: offset }
    : undefined;
}
