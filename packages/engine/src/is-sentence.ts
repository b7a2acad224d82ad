/** Characters that decide what a text is. */
const headLength = 20_000;

/** Whether an argument that names nothing on the disk is a description, and not the name of a missing file. */
export function isSentence(source: string): boolean {
  const text = source.trim();
  // One word is a name; but not in a script that puts no spaces between words, and not marks alone.
  if (!/\s/.test(text)) return text !== '' && !/[A-Za-z0-9]/.test(text);
  if (/^(?:~|\.{1,2})?[\\/]|^[a-z]:[\\/]/i.test(text)) return false;
  const isFileName = /\.(?:ya?ml|jsonc?)$/i.test(text) && !/:\/\//.test(text);
  return !(isFileName && text.split(/\s+/).length <= 3);
}

/** Whether a text without a name, such as standard input, is a description, and not a document that is broken. */
export function isSentenceText(text: string): boolean {
  const head = text.slice(0, headLength).trim();
  if (/^(?:[[{<%]|---|#)/.test(head)) return false;
  const keys = head.match(/^[ -]*["']?[\w$.-]+["']?:(?=\s|$)/gm) ?? [];
  if (keys.length !== 1) return keys.length === 0;
  // "Spotify: play and skip songs" is one key of YAML too, but "a: 1" says nothing to a person.
  return head.split(/\s+/).length > 3 && !head.includes('\n');
}
