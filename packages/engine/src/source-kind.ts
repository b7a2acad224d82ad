/** What a text is, as far as its beginning and its keys tell. */
export type SourceKind = 'spec' | 'openapi' | 'unknown';

/** What people give us by mistake, and what to do instead. */
const mistaken: readonly { looks: RegExp; what: string; hint: string }[] = [
  {
    looks: /^\s*(?:<!doctype html|<html|<\?xml)/i,
    what: 'a web page or XML',
    hint: 'Give the address of the JSON or YAML document itself, often linked from the page as openapi.json.',
  },
  {
    looks: /["']?asyncapi["']?\s*:/i,
    what: 'an AsyncAPI document',
    hint: 'Plugwright reads OpenAPI 3.1, 3.0 and Swagger 2.0.',
  },
  {
    looks: /schema\.getpostman\.com/i,
    what: 'a Postman collection',
    hint: 'Export it as OpenAPI (Postman: View complete collection documentation, Export OpenAPI).',
  },
  {
    looks: /^#%RAML/,
    what: 'a RAML document',
    hint: 'Convert it to OpenAPI first.',
  },
  {
    looks: /^\s*(?:schema\s*\{|type\s+Query\b)/m,
    what: 'a GraphQL schema',
    hint: 'Plugwright reads OpenAPI 3.1, 3.0 and Swagger 2.0.',
  },
];

/**
 * Tells a spec from an OpenAPI document without parsing either: a parse of a large document costs seconds,
 * and its own reader does it anyway.
 */
export function sourceKind(text: string): SourceKind {
  const json = /^\uFEFF?\s*\{/.test(text);
  const has = (key: string) =>
    json
      ? new RegExp(`"${key}"\\s*:`).test(text)
      : new RegExp(`^\\uFEFF?["']?${key}["']?\\s*:`, 'm').test(text);
  // A spec may quote an OpenAPI document in a text, hardly the other way round: its own key decides first.
  if (has('specVersion')) return 'spec';
  if (has('openapi') || has('swagger')) return 'openapi';
  // A flow mapping in YAML, or JSON behind a comment.
  if (/\b(?:openapi|swagger)["']?\s*:\s*["']?[123]\./.test(text.slice(0, 4000))) return 'openapi';
  return 'unknown';
}

const mistakenFor = (text: string) => {
  const head = text.slice(0, 20_000);
  return mistaken.find(({ looks }) => looks.test(head));
};

/** Whether a text is a document of a kind that we know and do not read. */
export const isMistaken = (text: string): boolean => mistakenFor(text) !== undefined;

/** Message and hint for a text that is neither. */
export function unknownSource(text: string): { message: string; hint: string } {
  const found = mistakenFor(text);
  if (found) return { message: `This is ${found.what}.`, hint: found.hint };
  return {
    message: 'This is neither a Plugwright spec nor an OpenAPI document.',
    hint: 'A spec starts with specVersion: 1; an OpenAPI document with openapi: 3.1.0 or swagger: "2.0". A sentence is given as the argument itself.',
  };
}
