/** How a file is written, so that what is added looks the same. */
export interface TextStyle {
  eol: '\n' | '\r\n';
  /** One step of indentation. */
  indent: string;
}

/** The line ending that most lines have. */
export function lineEnding(text: string): '\n' | '\r\n' {
  const crlf = text.split('\r\n').length - 1;
  return crlf * 2 > text.split('\n').length - 1 ? '\r\n' : '\n';
}

/** The smallest indentation of a line that is not part of a block comment; two spaces when nothing is indented. */
export function indentUnit(text: string): string {
  let unit: string | undefined;
  for (const [, space = ''] of text.matchAll(/^([ \t]+)(?![ \t*\r\n])/gm)) {
    if (space.startsWith('\t')) return '\t';
    if (unit === undefined || space.length < unit.length) unit = space;
  }
  return unit ?? '  ';
}

export const textStyle = (text: string): TextStyle => ({
  eol: lineEnding(text),
  indent: indentUnit(text),
});

/** The spaces and tabs that the line of `offset` starts with. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

/** Offset of the end of the line of `offset`, before its line ending. */
export function lineEnd(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  if (next === -1) return text.length;
  return text[next - 1] === '\r' ? next - 1 : next;
}

/** Line ends of `text` as `eol`. */
export const withEol = (text: string, eol: '\n' | '\r\n'): string => text.replace(/\r?\n/g, eol);
