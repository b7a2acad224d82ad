import { hasHidden } from '@plugwright/files';
import type { JsonSchema } from '../json-schema.js';
import { bindParameter } from './bind-parameter.js';
import { cleanLine } from './plain-text.js';
import { placeKey } from './shared-parameters.js';
import type { Place } from './parameter-style.js';
import type { PathTemplate } from './path-template.js';
import { note, Unusable, type BoundParameter, type Reading } from './reading.js';
import type { Located } from './reference.js';
import { isScalar, own, ownText, type Raw } from './value.js';

/** What the parameter lists of an operation hold. */
export interface ReadParameters {
  parameters: BoundParameter[];
  headers: Record<string, string>;
  query: Record<string, string>;
  /** Swagger 2.0: the `body` parameter. */
  body: Located | undefined;
  /** Swagger 2.0: the `formData` parameters. */
  form: Located[];
  /** The document describes `Authorization` as a parameter instead of as security. */
  authorization: boolean;
}

/** Headers that OpenAPI describes elsewhere (3.1, 4.8.12.1), or that belong to the connection. */
const IGNORED_HEADERS = new Set([
  'accept',
  'content-type',
  'authorization',
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
  'accept-encoding',
]);
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
const HEADER_VALUE = /^[\t\x20-\x7e]{0,1000}$/;
/** More optional ones cost every prompt more than they help any call. */
const MAX_PARAMETERS = 40;

const PLACES = new Set(['path', 'query', 'header', 'cookie', 'body', 'formData', 'formdata']);

/** The parameters of a path item and of an operation; the latter override the former. */
function collect(reading: Reading, item: Located, operation: Located): Map<string, Located> {
  const found = new Map<string, Located>();
  const security = own(operation.value, 'security') ?? own(reading.document.root, 'security');
  const guarded = Array.isArray(security) && security.length > 0;
  for (const owner of [item, operation]) {
    const list = reading.references.child(owner, 'parameters');
    if (list === undefined) continue;
    if (!Array.isArray(list.value)) {
      note(
        reading,
        { code: 'PW_OPENAPI_PARAMETER_IGNORED', message: '"parameters" is not a list.' },
        list,
      );
      continue;
    }
    list.value.forEach((written, index) => {
      const parameter = reading.references.child(list, index);
      const name = ownText(parameter?.value, 'name');
      const place = ownText(parameter?.value, 'in');
      if (parameter === undefined) return;
      if (name === undefined || place === undefined || !PLACES.has(place)) {
        note(
          reading,
          {
            code: 'PW_OPENAPI_PARAMETER_IGNORED',
            message: 'A parameter needs "name", and "in" with a known place.',
          },
          parameter,
        );
        return;
      }
      const key = place === 'body' ? 'body' : placeKey(place, name);
      const isShared =
        reading.shared.has(ownText(written, '$ref') ?? '') &&
        own(parameter.value, 'required') !== true;
      if (!isShared && !(guarded && reading.secured.has(key))) found.set(key, parameter);
    });
  }
  return found;
}

/** Names are data here, so only what would change an object when it becomes a key is refused. */
const isSendable = (name: string): boolean =>
  name !== '' && name.length <= 256 && name !== '__proto__' && !hasHidden(name);

export function readParameters(
  reading: Reading,
  item: Located,
  operation: Located,
  template: PathTemplate,
  nameOf: (wireName: string, place: string) => string,
): ReadParameters {
  const out: ReadParameters = {
    parameters: [],
    headers: {},
    query: { ...template.query },
    body: undefined,
    form: [],
    authorization: false,
  };
  const unbound = new Set(template.placeholders);
  const optional: BoundParameter[] = [];
  const collected = [...collect(reading, item, operation).values()];
  // Paths first: their names are the ones that people know.
  const order = (at: Located) => (ownText(at.value, 'in') === 'path' ? 0 : 1);
  for (const at of collected.sort((a, b) => order(a) - order(b))) {
    const raw = at.value as Raw;
    const wireName = ownText(raw, 'name') ?? '';
    const place = ownText(raw, 'in') ?? '';
    if (place === 'body') out.body = at;
    else if (/^formdata$/i.test(place)) out.form.push(at);
    else if (place === 'header' && IGNORED_HEADERS.has(wireName.toLowerCase())) {
      out.authorization ||= wireName.toLowerCase() === 'authorization';
    } else {
      const target = destination(place as Place, wireName, template, unbound);
      if (target === undefined) {
        note(
          reading,
          {
            code: 'PW_OPENAPI_PARAMETER_IGNORED',
            severity: 'info',
            message: `The path has no {${cleanLine(wireName).slice(0, 80)}} for this parameter.`,
          },
          at,
        );
        continue;
      }
      const required = target.in === 'path' || own(raw, 'required') === true;
      const usable =
        target.in === 'header' ? HEADER_NAME.test(target.name) : isSendable(target.name);
      if (!usable) {
        if (required)
          throw new Unusable('A required parameter has a name that cannot be sent.', at);
        note(
          reading,
          {
            code: 'PW_OPENAPI_PARAMETER_IGNORED',
            message: 'A parameter has a name that cannot be sent.',
          },
          at,
        );
        continue;
      }
      if (target.in === 'query' && Object.hasOwn(out.query, target.name)) continue;
      const bound = bindParameter(reading, at, target, required);
      const fixed = required ? fixedValue(bound.parameter.schema) : undefined;
      if (fixed !== undefined && target.in === 'query') out.query[target.name] = fixed;
      else if (fixed !== undefined && target.in === 'header' && HEADER_VALUE.test(fixed))
        out.headers[target.name] = fixed;
      else {
        const named = nameOf(wireName, target.in);
        bound.parameter.name = named;
        bound.binding.parameter = named;
        (required ? out.parameters : optional).push(bound);
      }
    }
  }
  for (const placeholder of unbound) {
    const name = nameOf(placeholder, 'path');
    out.parameters.push(plainPathParameter(name, placeholder));
  }
  const room = Math.max(0, MAX_PARAMETERS - out.parameters.length);
  if (optional.length > room) {
    note(
      reading,
      {
        code: 'PW_OPENAPI_PARAMETER_IGNORED',
        message: `The operation has ${out.parameters.length + optional.length} parameters; ${optional.length - room} optional ones are left out.`,
      },
      operation,
    );
  }
  out.parameters.push(...optional.slice(0, room));
  return out;
}

/** Where a parameter really goes: its placeholder may be spelled differently, or stand in a query written into the path. */
function destination(
  place: Place,
  wireName: string,
  template: PathTemplate,
  unbound: Set<string>,
): { in: Place; name: string } | undefined {
  if (place !== 'path') return { in: place, name: wireName };
  const inQuery = template.queryPlaceholders.find(({ placeholder }) => placeholder === wireName);
  if (inQuery !== undefined) return { in: 'query', name: inQuery.name };
  const same = (text: string) => text.toLowerCase().replace(/^[+*]|[*]$|[^a-z0-9]/g, '');
  const placeholder = unbound.has(wireName)
    ? wireName
    : [...unbound].find((name) => same(name) === same(wireName));
  if (placeholder === undefined) return undefined;
  unbound.delete(placeholder);
  return { in: 'path', name: placeholder };
}

const plainPathParameter = (name: string, placeholder: string): BoundParameter => ({
  parameter: { name, description: '', required: true, schema: { type: 'string' }, examples: [] },
  binding: { parameter: name, in: 'path', name: placeholder },
});

/** The only value that a required parameter may have: nobody needs to be asked for it. */
function fixedValue(schema: JsonSchema): string | undefined {
  const value = schema.const ?? (schema.enum?.length === 1 ? schema.enum[0] : undefined);
  return isScalar(value) && !Array.isArray(schema.type) && schema.type !== 'array'
    ? String(value)
    : undefined;
}
