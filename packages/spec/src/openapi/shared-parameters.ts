import type { OpenApiDocument } from './document.js';
import type { FoundOperation } from './operations.js';
import { isRaw, own, ownList, ownRecord, ownText } from './value.js';

/** From this many operations on, a parameter that all of them have says nothing about any of them. */
const MANY = 10;

/**
 * References of the parameters that every operation takes: answer formats, tracing, quota. They are about the
 * protocol, and would stand in every action.
 */
export function sharedParameters(operations: readonly FoundOperation[]): ReadonlySet<string> {
  if (operations.length < MANY) return new Set();
  const counts = new Map<string, number>();
  for (const { item, at } of operations) {
    const lists = [...ownList(item.value, 'parameters'), ...ownList(at.value, 'parameters')];
    const refs = new Set(lists.map((entry) => ownText(entry, '$ref')));
    for (const ref of refs) if (ref !== undefined) counts.set(ref, (counts.get(ref) ?? 0) + 1);
  }
  return new Set(
    [...counts].filter(([, count]) => count === operations.length).map(([ref]) => ref),
  );
}

/** `query key` for each place that security fills: what is a key is no parameter. */
export function securedPlaces({ root, version }: OpenApiDocument): ReadonlySet<string> {
  const schemes =
    version === '2.0'
      ? ownRecord(root, 'securityDefinitions')
      : ownRecord(own(root, 'components'), 'securitySchemes');
  const places = Object.values(schemes)
    .filter(isRaw)
    .filter((scheme) => ownText(scheme, 'type')?.toLowerCase() === 'apikey')
    .map((scheme) => placeKey(ownText(scheme, 'in') ?? '', ownText(scheme, 'name') ?? ''));
  return new Set(places);
}

/** Header names ignore case (RFC 9110, 5.1). */
export const placeKey = (place: string, name: string): string =>
  `${place} ${place === 'header' ? name.toLowerCase() : name}`;
