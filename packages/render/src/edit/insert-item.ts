import MagicString from 'magic-string';
import type { ArrayLiteralExpression, ObjectLiteralExpression } from 'ts-morph';
import { indentAt, lineEnd, textStyle } from './text-style.js';
import { tsMorph } from './ts-morph.js';

/**
 * `text` with `item` as the last element of an array literal, or the last property of an object literal.
 * One line is added when the list stands on several lines (and a comma after the last element when it
 * had none); otherwise the list's own line changes. No other byte does.
 */
export function insertItem(
  text: string,
  list: ArrayLiteralExpression | ObjectLiteralExpression,
  item: string,
): string {
  const { Node } = tsMorph();
  const isArray = Node.isArrayLiteralExpression(list);
  const items = isArray ? list.getElements() : list.getProperties();
  const { compilerNode } = list;
  const nodes = 'elements' in compilerNode ? compilerNode.elements : compilerNode.properties;
  const { eol, indent } = textStyle(text);
  const out = new MagicString(text);
  const open = list.getStart();
  const close = list.getEnd() - 1;
  const last = items.at(-1);
  if (!last) {
    if (!text.slice(open, close).includes('\n')) {
      const between = text.slice(open + 1, close);
      if (between.trim() === '') {
        const pad = isArray || between !== '' ? '' : ' ';
        return out.appendLeft(close, `${pad}${item}${pad}${between}`).toString();
      }
      // A comment alone inside the brackets stays in front of the item.
      return out.appendLeft(close, `${/\s$/.test(between) ? '' : ' '}${item}`).toString();
    }
    const line = text.lastIndexOf('\n', close - 1) + 1;
    const lead = text.slice(line, close);
    const step = indentAt(text, close) + indent;
    return lead.trim() === ''
      ? out.appendLeft(line, `${step}${item},${eol}`).toString()
      : out.appendLeft(close, `${item}, `).toString();
  }
  const comma = nodes.hasTrailingComma;
  const end = last.getEnd();
  const tail = comma ? nodes.end : end;
  if (!text.slice(tail, close).includes('\n')) {
    const separated = comma ? ` ${item},` : `, ${item}`;
    return out.appendLeft(tail, separated).toString();
  }
  if (!comma) out.appendLeft(end, ',');
  const sharesLine = !text.slice(open, last.getStart()).includes('\n');
  const step = sharesLine ? indentAt(text, open) + indent : indentAt(text, last.getStart());
  return out
    .appendLeft(commentEnd(text, tail), `${eol}${step}${item}${comma ? ',' : ''}`)
    .toString();
}

/** The end of the line of `offset`; or, when a block comment starts there and goes on, the end of its last line. */
function commentEnd(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  const rest = text.slice(offset, end);
  const start = rest.lastIndexOf('/*');
  if (start === -1 || rest.includes('*/', start) || /^[^]*\/\/.*\/\*/.test(rest)) return end;
  return lineEnd(text, text.indexOf('*/', offset + start));
}
