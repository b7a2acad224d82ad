/** What each regular expression of the spec wants, in words; the key is a piece that only this one holds. */
const HINTS: readonly (readonly [piece: string, hint: string])[] = [
  ['^[A-Z][A-Z0-9]*(?:_', 'Write it in UPPER_SNAKE case, such as GET_FORECAST.'],
  ['^[A-Z][A-Z0-9_]*$', 'Write an environment variable name, such as WEATHER_API_KEY.'],
  ['^[a-z][a-z0-9]*(?:-', 'Write it in kebab case, such as list-pets.'],
  ['^[a-z][a-z0-9]*(?:_', 'Write it in lower snake case, such as price_watch.'],
  ['^[A-Za-z][A-Za-z0-9_.-]*$', 'Start with a letter; then letters, digits, "_", "." and "-".'],
  [
    '^[A-Za-z][A-Za-z0-9_]*$',
    'Start with a letter; then letters, digits and "_", such as city or pageSize.',
  ],
  [
    '^[A-Za-z_][A-Za-z0-9_.-]*$',
    'Start with a letter or "_"; then letters, digits, "_", "." and "-".',
  ],
  ["!#$%&'*+.^_`|~-]+$", 'Write an HTTP header name, such as X-Api-Key.'],
  ['\\t\\x20-\\x7e', 'Write one line of Latin characters.'],
  ['[\\w!#$&^.+-]+\\/', 'Write a media type, such as application/json.'],
  ['[^\\s?#]*$', 'Start with "/", without spaces, "?" and "#", such as /pets/{petId}.'],
  ['^(?:\\/[^/]*)*$', 'Write a JSON pointer: empty, or such as /data/items.'],
  ['._~:/-]*$', 'Start with "/", then plain characters and ":name" parts, such as /pets/:id.'],
  ['#\\/schemas\\/', 'Refer to a named schema of this spec, such as "#/schemas/Pet".'],
  [
    '(?:\\*\\.)?',
    'Write a host name, optionally with a port, such as api.example.com or *.example.com.',
  ],
  ['(?:0|[1-9]\\d*)\\.', 'Write a semantic version in quotes, such as "1.0.0".'],
  ['^[A-Za-z0-9.+-]+$', 'Write an SPDX licence identifier, such as MIT or Apache-2.0.'],
  ['^[a-z0-9][a-z0-9 ._-]*$', 'Use lower case letters, digits, spaces and hyphens.'],
  ['^[^\\r\\n]+$', 'Write it on one line.'],
  ['^sha256:', 'Write "sha256:" and 64 hexadecimal digits.'],
];

/** What to write where `pattern` (the source of a regular expression of the spec) was not met. */
export function patternHint(pattern: string): string {
  return (
    HINTS.find(([piece]) => pattern.includes(piece))?.[1] ?? `Write a text that matches ${pattern}.`
  );
}
