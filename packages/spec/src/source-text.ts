import type { SourcePosition } from '@plugwright/errors';

/** Turns offsets of a text into lines and columns; the line table is made at the first question. */
export function positionFinder(text: string, source?: string): (offset: number) => SourcePosition {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const position = { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    return source === undefined ? position : { source, ...position };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
