import type { HttpRun } from '../plugin-spec.js';
import { encodingOf, isMediaType, preferred } from './media-types.js';
import type { Reading } from './reading.js';
import type { Located } from './reference.js';
import { isRaw, own, ownRecord, ownText } from './value.js';

export type HttpResponse = HttpRun['response'];

export interface ReadResponse {
  response: HttpResponse;
  /** Example values of the document, best first; whether they fit is decided when the schemas are known. */
  examples: unknown[];
  /** The answer's schema in the document, for what else may be learned from it. */
  schema: Located | undefined;
  /** Names of the described response headers, lower case. */
  headers: string[];
}

/** Longest example kept, in characters of JSON. */
const MAX_EXAMPLE = 2000;

/** The lowest documented success, redirects and `default` after all others. */
function successOf(responses: Located): { key: string; status: number } | undefined {
  const keys = Object.keys(isRaw(responses.value) ? responses.value : {});
  const exact = keys.filter((key) => /^2\d\d$/.test(key)).sort();
  if (exact[0] !== undefined) return { key: exact[0], status: Number(exact[0]) };
  const range = keys.find((key) => /^2xx$/i.test(key));
  if (range !== undefined) return { key: range, status: 200 };
  return keys.includes('default') ? { key: 'default', status: 200 } : undefined;
}

export function readResponse(reading: Reading, operation: Located, method: string): ReadResponse {
  const responses = reading.references.child(operation, 'responses');
  const success = responses === undefined ? undefined : successOf(responses);
  const at =
    responses === undefined || success === undefined
      ? undefined
      : reading.references.child(responses, success.key);
  const status = success?.status ?? 200;
  const headers = Object.keys(ownRecord(at?.value, 'headers')).map((name) => name.toLowerCase());
  const bare = (kind: HttpResponse['kind']): ReadResponse => ({
    response: { status, kind },
    examples: [],
    schema: undefined,
    headers,
  });
  if (method === 'HEAD' || status === 204 || status === 205) return bare('empty');
  if (at === undefined) return bare('text');
  return reading.document.version === '2.0'
    ? readSwagger(reading, operation, at, bare, status)
    : readContent(reading, at, bare, status);
}

type Bare = (kind: HttpResponse['kind']) => ReadResponse;

const child = (at: Located, key: string): Located => ({
  value: own(at.value, key),
  pointer: `${at.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  file: at.file,
});

function readContent(reading: Reading, at: Located, bare: Bare, status: number): ReadResponse {
  const content = reading.references.child(at, 'content');
  const types = Object.keys(isRaw(content?.value) ? content.value : {});
  const chosen = preferred(types);
  if (content === undefined || chosen === undefined) return bare('text');
  const media = reading.references.child(content, chosen.mediaType);
  if (media === undefined) return bare('text');
  const examples = [own(media.value, 'example')];
  const several = reading.references.child(media, 'examples');
  if (isRaw(several?.value)) {
    for (const key of Object.keys(several.value).slice(0, 3))
      examples.push(own(reading.references.child(several, key)?.value, 'value'));
  }
  const schema = own(media.value, 'schema') === undefined ? undefined : child(media, 'schema');
  return finish(reading, { ...chosen, schema, examples, status, bare });
}

function readSwagger(
  reading: Reading,
  operation: Located,
  at: Located,
  bare: Bare,
  status: number,
): ReadResponse {
  const schema = own(at.value, 'schema') === undefined ? undefined : child(at, 'schema');
  const shown = ownRecord(at.value, 'examples');
  const listed = own(operation.value, 'produces') ?? own(reading.document.root, 'produces');
  const produces = (Array.isArray(listed) ? listed : []).filter(
    (type): type is string => typeof type === 'string',
  );
  if (schema === undefined && Object.keys(shown).length === 0) return bare('text');
  if (ownText(schema?.value, 'type') === 'file') return bare('binary');
  const chosen = preferred(produces) ?? {
    mediaType: 'application/json',
    encoding: 'json' as const,
  };
  return finish(reading, {
    ...chosen,
    schema,
    examples: [own(shown, chosen.mediaType)],
    status,
    bare,
  });
}

function finish(
  reading: Reading,
  content: {
    mediaType: string;
    encoding: string;
    schema: Located | undefined;
    examples: unknown[];
    status: number;
    bare: Bare;
  },
): ReadResponse {
  const { schema, status, bare } = content;
  const known = encodingOf(content.mediaType);
  const target = schema === undefined ? undefined : reading.references.follow(schema);
  const bytes =
    ['binary', 'byte'].includes(ownText(target?.value, 'format') ?? '') && known !== 'json';
  // A wildcard with a plain text schema is text; with any other schema the wild means JSON by it.
  const wildText =
    known === undefined && (target === undefined || ownText(target.value, 'type') === 'string');
  const kind = bytes
    ? 'binary'
    : wildText
      ? 'text'
      : content.encoding === 'json'
        ? 'json'
        : content.encoding === 'binary'
          ? 'binary'
          : 'text';
  const base = bare(kind);
  if (known !== undefined && isMediaType(content.mediaType))
    base.response.mediaType = content.mediaType;
  if (kind !== 'json') return base;
  const examples = [...content.examples, own(target?.value, 'example')]
    .map(parsed)
    .filter((value) => value !== undefined && JSON.stringify(value).length <= MAX_EXAMPLE);
  const converted = schema === undefined ? undefined : reading.convert(schema, 'output');
  return {
    ...base,
    response: {
      ...base.response,
      status,
      ...(converted === undefined || Object.keys(converted).length === 0
        ? {}
        : { schema: converted }),
    },
    examples,
    schema: target,
  };
}

/** Many documents write examples as the text of JSON. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
