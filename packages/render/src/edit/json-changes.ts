import { sameJson } from '@plugwright/spec';

/** Keys and indexes from the root. */
export type Place = readonly (string | number)[];

/** One difference between two JSON values. `append` adds to the list at `place`. */
export type JsonChange =
  | { kind: 'set' | 'append'; place: Place; value: unknown }
  | { kind: 'remove'; place: Place };

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What turns `old` into `wanted`, smallest parts first, so that what is alike is not touched. Removals inside
 * a list come last and from its end, so that the indexes of the others hold.
 */
export function jsonChanges(old: unknown, wanted: unknown, place: Place = []): JsonChange[] {
  if (sameJson(old, wanted)) return [];
  if (isObject(old) && isObject(wanted)) {
    const kept = Object.keys(old).flatMap((key) =>
      Object.hasOwn(wanted, key)
        ? jsonChanges(old[key], wanted[key], [...place, key])
        : [{ kind: 'remove' as const, place: [...place, key] }],
    );
    const added = Object.keys(wanted)
      .filter((key) => !Object.hasOwn(old, key))
      .map((key) => ({ kind: 'set' as const, place: [...place, key], value: wanted[key] }));
    return [...kept, ...added];
  }
  if (Array.isArray(old) && Array.isArray(wanted))
    return listChanges(old, wanted, place) ?? [{ kind: 'set', place, value: wanted }];
  return [{ kind: 'set', place, value: wanted }];
}

/** What an item of a list is called; lists of the spec name their items in one of these ways. */
function keyOf(item: unknown): string | undefined {
  if (!isObject(item)) return typeof item === 'string' ? item : undefined;
  const key = item['name'] ?? item['host'] ?? item['event'] ?? item['type'] ?? item['parameter'];
  return typeof key === 'string' ? key : undefined;
}

/** Changes of a list whose items can be told apart; `undefined` when it has to be written anew. */
function listChanges(
  old: readonly unknown[],
  wanted: readonly unknown[],
  place: Place,
): JsonChange[] | undefined {
  const inside = (from: number, value: unknown) => jsonChanges(old[from], value, [...place, from]);
  // As many as before: each stays where it is, even when its name is another.
  if (old.length === wanted.length) return wanted.flatMap((value, index) => inside(index, value));
  const keys = old.map(keyOf);
  const next = wanted.map(keyOf);
  const isUnique = (list: readonly unknown[]) =>
    !list.includes(undefined) && new Set(list).size === list.length;
  if (!isUnique(keys) || !isUnique(next)) return undefined;
  const kept = next.filter((key) => keys.includes(key));
  const inOrder = keys.filter((key) => next.includes(key));
  // Only at the end something can be added without moving the others.
  if (!sameJson(kept, inOrder) || !sameJson(next.slice(0, kept.length), kept)) return undefined;
  const removed = keys.flatMap((key, index) =>
    next.includes(key) ? [] : [{ kind: 'remove' as const, place: [...place, index] }],
  );
  return [
    ...wanted.slice(0, kept.length).flatMap((value) => inside(keys.indexOf(keyOf(value)), value)),
    ...wanted.slice(kept.length).map((value) => ({ kind: 'append' as const, place, value })),
    ...removed.toReversed(),
  ];
}
