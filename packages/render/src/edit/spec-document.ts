import { type PluginSpec, writeSpec } from '@plugwright/spec';
import { isMap, isSeq, type Node, parseDocument, stringify, type YAMLMap } from 'yaml';
import { indentAt, lineEnd, lineEnding, withEol } from './text-style.js';
import { columnOf, endOf, startOf } from './yaml-places.js';

type Json = Record<string, unknown>;
type Place = readonly (string | number)[];

/**
 * The text of a `plugwright.yaml` with what `after` has more than `before` appended to it. In block style
 * every line that is there stays as it is, comments included.
 */
export function extendSpecText(text: string, before: PluginSpec, after: PluginSpec): string {
  const plain = withEol(text, '\n');
  const extended = extend(plain, [], valuesOf(before), valuesOf(after));
  return extended === plain ? text : withEol(extended, lineEnding(text));
}

const valuesOf = (spec: PluginSpec) => parseDocument(writeSpec(spec)).toJS() as Json;

function extend(text: string, path: readonly string[], old: Json, wanted: Json): string {
  let result = text;
  for (const [key, value] of Object.entries(wanted)) {
    const place = [...path, key];
    const node = parseDocument(result).getIn(place, true) as Node | undefined;
    const there = old[key];
    if (Array.isArray(value)) {
      const more = value.slice(Array.isArray(there) ? there.length : 0);
      if (more.length > 0) result = appendItems(result, place, node, more);
    } else if (isObject(value) && isMap(node)) {
      result = extend(result, place, isObject(there) ? there : {}, value);
    } else if (node === undefined) {
      result = putKey(result, place, value);
    }
  }
  return result;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Adds items at the end of a list, which is made when it is not there. */
export function appendItems(
  text: string,
  place: Place,
  node: Node | undefined,
  more: readonly unknown[],
): string {
  if (node === undefined) return putKey(text, place, more);
  const [first] = isSeq(node) ? (node.items as Node[]) : [];
  if (!isSeq(node) || node.flow || first === undefined) return throughDocument(text, place, more);
  const result = insertBelow(text, node, indentAt(text, startOf(first)), more);
  // A dash on a line of its own misleads about the indentation.
  return parseDocument(result).errors.length === 0 ? result : throughDocument(text, place, more);
}

/** A new key at the end of a map; the map of the whole document is always there. */
export function putKey(text: string, place: Place, value: unknown): string {
  const document = parseDocument(text);
  const parent = place.length === 1 ? document.contents : document.getIn(place.slice(0, -1), true);
  const map = parent as YAMLMap<Node, Node>;
  const [first] = map.items;
  if (map.flow || !first) return throughDocument(text, place, value);
  return insertBelow(text, map, ' '.repeat(columnOf(text, startOf(first.key))), {
    [String(place.at(-1))]: value,
  });
}

function insertBelow(text: string, node: Node, indent: string, value: unknown): string {
  const end = text.slice(0, endOf(node)).trimEnd().length;
  const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
  const block = lines.map((line) => `\n${line === '' ? '' : indent}${line}`).join('');
  const at = lineEnd(text, end);
  return text.slice(0, at) + block + text.slice(at);
}

/** Flow style, as in JSON, has no lines to keep: the document is printed anew, with its comments. */
function throughDocument(text: string, place: Place, value: unknown): string {
  const document = parseDocument(text);
  if (Array.isArray(value) && isSeq(document.getIn(place, true))) {
    for (const item of value) document.addIn(place, document.createNode(item));
  } else {
    document.setIn(place, document.createNode(value));
  }
  return document.toString({ lineWidth: 0 });
}
