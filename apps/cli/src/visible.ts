// Control characters, and the marks that reorder text (Unicode TR9): a document must not paint our terminal.
const unsafe =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** `text` from outside, with what a terminal would obey made visible. Line feeds and tabs stay. */
export const visible = (text: string): string =>
  text.replace(unsafe, (char) => `\\u${char.codePointAt(0)?.toString(16).padStart(4, '0')}`);
