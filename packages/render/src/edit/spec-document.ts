import { type PluginSpec, writeSpec } from '@plugwright/spec';
import { type Document, isMap, isSeq, parseDocument } from 'yaml';

type Json = Record<string, unknown>;

/**
 * The text of a `plugwright.yaml` with what `after` has more than `before` appended to it. Comments and the
 * order of keys stay.
 */
export function extendSpecText(text: string, before: PluginSpec, after: PluginSpec): string {
  const document = parseDocument(text);
  const old = parseDocument(writeSpec(before)).toJS() as Json;
  const wanted = parseDocument(writeSpec(after)).toJS() as Json;
  if (!extend(document, [], old, wanted)) return text;
  return document.toString({
    lineWidth: 0,
    indentSeq: !/^(?:[\w-]+|"[^"\n]*"):[ \t]*\r?\n(?:[ \t]*#.*\r?\n)*- /m.test(text),
    flowCollectionPadding: /\{ /.test(text) || !text.includes('{'),
  });
}

function extend(document: Document, path: string[], old: Json, wanted: Json): boolean {
  let changed = false;
  for (const [key, value] of Object.entries(wanted)) {
    const place = [...path, key];
    const there = old[key];
    if (Array.isArray(value)) {
      const more = value.slice(Array.isArray(there) ? there.length : 0);
      if (more.length === 0) continue;
      if (isSeq(document.getIn(place)))
        for (const item of more) document.addIn(place, document.createNode(item));
      else document.setIn(place, document.createNode(more));
    } else if (typeof value === 'object' && value !== null) {
      if (isMap(document.getIn(place))) {
        changed = extend(document, place, (there ?? {}) as Json, value as Json) || changed;
        continue;
      }
      if (there !== undefined) continue;
      document.setIn(place, document.createNode(value));
    } else {
      if (there !== undefined) continue;
      document.setIn(place, value);
    }
    changed = true;
  }
  return changed;
}
