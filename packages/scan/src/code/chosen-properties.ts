import { newObject } from './analysis.js';
import type { CallSite } from './read-call.js';
import { isSecretName } from './tables/sources.js';
import { elementTexts, makeValue, textOf, type Value, withoutKinds } from './value.js';

const CHOOSES =
  /^(?:(?:lodash|lodash-es|underscore|_|ramda|R|remeda|radash|es-toolkit|rambda)\.(?<how>omit|pick)|(?:lodash[./]|object\.|just-)(?<alone>omit|pick))$/;

/** `omit(object, 'a')`, `pick(object, ['a'])` of an object whose properties are known: the rest of it, or these. */
export function chosenProperties(site: CallSite, path: string): Value | undefined {
  const groups = CHOOSES.exec(path)?.groups;
  if (!groups) return undefined;
  const { args, node } = site;
  // Ramda is given the names first.
  const [object, ...lists] = /^(?:ramda|R|rambda)\b/.test(path) ? args.toReversed() : args;
  if (!object) return undefined;
  const names = new Set(
    lists.flatMap((list) => [
      ...(textOf(list) ?? '').split(' '),
      ...list.objects.flatMap(elementTexts),
    ]),
  );
  names.delete('');
  const picks = (groups.how ?? groups.alone) === 'pick';
  if (object.objects.length === 0)
    return picks &&
      names.size > 0 &&
      ![...names].some(isSecretName) &&
      object.taints.some(({ kind }) => kind === 'environment')
      ? withoutKinds(object, ['environment'])
      : undefined;
  const objects = object.objects.map((one) => {
    const chosen = newObject(node, 'object');
    for (const [name, value] of one.properties)
      if (names.has(name) === picks) chosen.properties.set(name, value);
    chosen.rest = one.rest;
    return chosen;
  });
  return makeValue(object.taints, undefined, undefined, [], [], objects);
}
