/**
 * JSON with sorted keys and without blanks, so that one value has one text. Numbers and strings are written as
 * ECMAScript does, as in RFC 8785; keys are sorted by UTF-16 code units.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
