/** Finds line and column of an offset; both begin at 1. */
export interface LineIndex {
  readonly at: (offset: number) => { readonly line: number; readonly column: number };
}

let last: { text: string; index: LineIndex } | undefined;

/** The lines of a text. The last text is remembered, as findings of one file come after each other. */
export function lineIndex(text: string): LineIndex {
  if (last?.text === text) return last.index;
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const index: LineIndex = {
    at: (offset) => {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
  };
  last = { text, index };
  return index;
}
