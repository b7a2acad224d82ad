import type { JsonSchema } from '../json-schema.js';
import type { Binding } from '../plugin-spec.js';
import type { OpenApiVersion } from './document.js';
import { own, ownText, type Raw } from './value.js';

/** The parts of a request that parameters fill. */
export type Place = 'path' | 'query' | 'header' | 'cookie';

const STYLES: Readonly<Record<Place, readonly string[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};
/** Swagger 2.0 `collectionFormat`, as style and explode. `tsv` has no counterpart. */
const COLLECTIONS: Readonly<Record<string, Pick<Binding, 'style' | 'explode'>>> = {
  csv: { explode: false },
  ssv: { style: 'spaceDelimited', explode: false },
  tsv: { explode: false },
  pipes: { style: 'pipeDelimited', explode: false },
  multi: { explode: true },
};

/** Style and explode where they differ from the default and matter: for lists and objects. */
export function styleOf(
  version: OpenApiVersion,
  raw: Raw,
  place: Place | 'body',
  schema: JsonSchema,
): Pick<Binding, 'style' | 'explode' | 'allowReserved'> {
  const types = [schema.type ?? []].flat();
  const compound =
    types.includes('array') ||
    types.includes('object') ||
    (types.length === 0 && Object.keys(schema).length > 0);
  const wanted = ownText(raw, 'style');
  const allowed = STYLES[place === 'body' ? 'query' : place];
  const style = allowed.find((name) => name === wanted) as Binding['style'];
  const isDefault = style === undefined || style === allowed[0];
  const reserved = own(raw, 'allowReserved') === true ? { allowReserved: true } : {};
  if (version === '2.0') {
    const format = ownText(raw, 'collectionFormat') ?? 'csv';
    const found = Object.hasOwn(COLLECTIONS, format) ? COLLECTIONS[format] : undefined;
    if (!types.includes('array')) return {};
    if (place === 'query' || place === 'body') return found ?? { explode: false };
    return {};
  }
  const explode = own(raw, 'explode');
  const usual = (style ?? allowed[0]) === 'form' || style === 'deepObject';
  return {
    ...(isDefault ? {} : { style }),
    ...(compound && typeof explode === 'boolean' && explode !== usual ? { explode } : {}),
    ...reserved,
  };
}
