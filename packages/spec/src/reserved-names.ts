/** Names that every object inherits, so that a look-up by such a name finds something that was never put there. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether a name chosen in a spec (parameter, API, auth scheme, schema) is refused: `__proto__`, `constructor`, `toString`, … */
export function isReservedName(name: string): boolean {
  return INHERITED.has(name) || name === 'prototype';
}
