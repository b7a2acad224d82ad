import { isCollection, isMap, type Node } from 'yaml';

export const startOf = (node: Node): number => node.range?.[0] ?? 0;

/** Offset of the first character of the line of `offset`. */
export const lineStart = (text: string, offset: number): number =>
  offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** The end of the last value inside; a collection's own range may go on over comments that follow. */
export function endOf(node: Node): number {
  if (!isCollection(node) || node.flow) return node.range?.[1] ?? 0;
  const last = node.items.at(-1);
  if (last === undefined) return node.range?.[1] ?? 0;
  if (!isMap(node)) return endOf(last as Node);
  const { key, value } = last as { key: Node; value: Node | null };
  return endOf(value ?? key);
}
