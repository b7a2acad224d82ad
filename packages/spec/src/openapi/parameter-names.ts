import { createHash } from 'node:crypto';
import { isReservedName } from '../reserved-names.js';

const MAX_LENGTH = 64;
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]*$/;

/** A name that code and models can use for any wire name: `page[size]` → `page_size`, `X-Request-Id` → `xRequestId`. */
export function parameterNameFor(wireName: string): string {
  let name = wireName;
  if (!IDENTIFIER.test(name)) {
    const words =
      wireName
        .replaceAll('ß', 'ss')
        .normalize('NFKD')
        .replace(/[\u0300-\u036f]/g, '')
        .match(/[A-Za-z0-9_]+/g) ?? [];
    name = /^[^-\s]*$/.test(wireName)
      ? words.join('_')
      : words
          .map((word, index) =>
            index === 0
              ? word.charAt(0).toLowerCase() + word.slice(1)
              : word.charAt(0).toUpperCase() + word.slice(1),
          )
          .join('');
    name = name.replace(/^_+|_+$/g, '');
    if (name === '')
      name = `value_${createHash('sha256').update(wireName).digest('hex').slice(0, 6)}`;
    if (!/^[A-Za-z]/.test(name)) name = `n${name}`;
  }
  if (name.length > MAX_LENGTH) {
    const hash = createHash('sha256').update(wireName).digest('hex').slice(0, 6);
    name = `${name.slice(0, MAX_LENGTH - 7)}_${hash}`;
  }
  return isReservedName(name) ? `${name}Value` : name;
}

/** Gives every parameter of one operation a name of its own; `place` tells equal wire names apart. */
export function createParameterNames(): (wireName: string, place: string) => string {
  const taken = new Set<string>();
  return (wireName, place) => {
    const base = parameterNameFor(wireName);
    let name = base;
    for (let n = 1; taken.has(name); n++) {
      const suffix = n === 1 ? `_${place}` : `_${place}${n}`;
      name = `${base.slice(0, MAX_LENGTH - suffix.length)}${suffix}`;
    }
    taken.add(name);
    return name;
  };
}
