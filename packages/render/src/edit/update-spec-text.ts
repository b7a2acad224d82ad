import { type PluginSpec, readSpec, sameJson, writeSpec } from '@plugwright/spec';
import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, stringify } from 'yaml';
import { jsonChanges, type JsonChange, type Place } from './json-changes.js';
import { appendItems, putKey } from './spec-document.js';
import { endOf, lineStart, startOf } from './yaml-places.js';
import { lineEnd, lineEnding, withEol } from './text-style.js';

/**
 * The text of a spec file (YAML or JSON) that read as `before`, so that it reads as `after`. Only what differs is
 * written; every other line stays as it is, comments included. A comment right above what is removed goes with
 * it. Flow style inside YAML has no lines to keep and is printed anew, comments kept.
 */
export function updateSpecText(text: string, before: PluginSpec, after: PluginSpec): string {
  const changes = jsonChanges(valuesOf(before), valuesOf(after));
  if (changes.length === 0) return text;
  const json = jsonOf(text);
  if (json !== undefined) return jsonText(text, json, changes);
  const plain = withEol(text, '\n');
  const edited = changes.reduce((now, change) => applied(now, change), plain);
  const sound = readsAs(edited, after)
    ? edited
    : changes.reduce((now, change) => throughDocument(now, change), plain);
  return withEol(sound, lineEnding(text));
}

const valuesOf = (spec: PluginSpec): unknown => parseDocument(writeSpec(spec)).toJS();

function readsAs(text: string, spec: PluginSpec): boolean {
  const read = readSpec(text);
  return read.ok && sameJson(read.spec, spec);
}

/** JSON has no comments; what has to stay is the order of the keys and the indentation. */
function jsonOf(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function jsonText(text: string, value: unknown, changes: readonly JsonChange[]): string {
  const document = parseDocument(JSON.stringify(value));
  for (const change of changes) changeDocument(document, change);
  const indent = /^\{\s*?\n([ \t]+)/.exec(text)?.[1] ?? (text.includes('\n') ? 2 : undefined);
  const end = /\s*$/.exec(text)?.[0] ?? '';
  return `${JSON.stringify(document.toJS(), null, indent)}${end}`;
}

type Document = ReturnType<typeof parseDocument>;

function changeDocument(document: Document, change: JsonChange): void {
  const place = [...change.place];
  if (change.kind === 'remove') document.deleteIn(place);
  else if (change.kind === 'set') document.setIn(place, document.createNode(change.value));
  else if (isSeq(document.getIn(place, true)))
    document.addIn(place, document.createNode(change.value));
  else document.setIn(place, document.createNode([change.value]));
}

function throughDocument(text: string, change: JsonChange): string {
  const document = parseDocument(text);
  changeDocument(document, change);
  return document.toString({ lineWidth: 0 });
}

function applied(text: string, change: JsonChange): string {
  const document = parseDocument(text);
  const node = document.getIn(change.place, true) as Node | undefined;
  if (change.kind === 'append') return appendItems(text, change.place, node, [change.value]);
  if (change.kind === 'remove')
    return node === undefined && !document.hasIn(change.place)
      ? text
      : (withoutLines(text, document, change.place) ?? throughDocument(text, change));
  if (node === undefined && typeof change.place.at(-1) === 'string')
    return putKey(text, change.place, change.value);
  return replaced(text, node, change.value) ?? throughDocument(text, change);
}

/** One value in the place of another, when both stand on one line. */
function replaced(text: string, node: Node | undefined, value: unknown): string | undefined {
  if (!isScalar(node) || !node.range || (typeof value === 'object' && value !== null))
    return undefined;
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return undefined;
  const [start, end] = node.range;
  const plain = stringify(value, { lineWidth: 0 }).trimEnd();
  const written = plain.includes('\n') ? JSON.stringify(value) : plain;
  return text.slice(0, start) + written + text.slice(end);
}

/** The text without the lines of a key or an item, and without the comment right above it. */
function withoutLines(text: string, document: Document, place: Place): string | undefined {
  const parent = document.getIn(place.slice(0, -1), true) ?? document.contents;
  const last = place.at(-1);
  if ((!isMap(parent) && !isSeq(parent)) || parent.flow || parent.items.length < 2)
    return undefined;
  const item = isMap(parent)
    ? (parent.items as Pair<Node, Node | null>[]).find(
        ({ key }) => isScalar(key) && key.value === last,
      )
    : (parent.items[Number(last)] as Node | undefined);
  if (item === undefined) return undefined;
  const [first, end] =
    'key' in item
      ? [startOf(item.key), endOf(item.value ?? item.key)]
      : [startOf(item), endOf(item)];
  let from = lineStart(text, first);
  const head = text.slice(from, first);
  // The first key of an item shares its line with the dash.
  if (isMap(parent) ? head.trim() !== '' : head.trim() !== '-') return undefined;
  const indent = /^ */.exec(head)?.[0] ?? '';
  for (;;) {
    const above = lineStart(text, from - 1);
    if (from === 0 || !new RegExp(`^${indent}#`).test(text.slice(above, from))) break;
    from = above;
  }
  const to = lineEnd(text, Math.max(first, text.slice(0, end).trimEnd().length));
  return text.slice(0, from) + text.slice(Math.min(text.length, to + 1));
}
