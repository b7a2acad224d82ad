/**
 * Text that YAML 1.1 and 1.2 readers take for itself in block style: starts like a word or a path, so that it is no
 * number, date or syntax; no `: `, no ` #`, no blank at its end.
 */
const PLAIN = /^[A-Za-z_/$](?:[!-9;-~\u00a1-\u024f]| (?=[^ #])|:(?=[!-~]))*$/;
const WORD = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** Characters; a key before a colon has at most 1024 (YAML 1.2.2, 7.4.2). */
const LONGEST_KEY = 1000;

/**
 * Plain JSON data as block YAML: two blanks of indentation, keys in their own order. For our own files, which are
 * written at every start of the command: the general writer of the `yaml` package takes ten times as long cold.
 * `undefined` is left out. Reads back as the same data.
 */
export function yamlText(value: Readonly<Record<string, unknown>>): string {
  const lines: string[] = [];
  writeMap(lines, value, '', '');
  if (lines.length === 0) return '{}\n';
  return `${lines.join('\n')}\n`;
}

/** `first` stands before the first key: the indentation, or that of a list with its dash. */
function writeMap(lines: string[], map: object, first: string, indent: string): void {
  let start = first;
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined) continue;
    const name = keyText(key);
    if (name.length > LONGEST_KEY) {
      lines.push(`${start}? ${name}`);
      writeValue(lines, `${indent}:`, value, indent);
    } else writeValue(lines, `${start}${name}:`, value, indent);
    start = indent;
  }
}

/** `head` is what stands on the line before the value, `key:` or a dash. */
function writeValue(lines: string[], head: string, value: unknown, indent: string): void {
  if (typeof value !== 'object' || value === null) {
    lines.push(`${head} ${scalar(value, `${indent}  `)}`);
    return;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) lines.push(`${head} []`);
    else lines.push(head);
    for (const item of value) writeItem(lines, item, inner);
    return;
  }
  if (!Object.values(value).some((one) => one !== undefined)) {
    lines.push(`${head} {}`);
    return;
  }
  lines.push(head);
  writeMap(lines, value, inner, inner);
}

function writeItem(lines: string[], item: unknown, indent: string): void {
  const dash = `${indent}- `;
  const isFull =
    typeof item === 'object' && item !== null && Object.values(item).some((v) => v !== undefined);
  if (!isFull) {
    writeValue(lines, `${indent}-`, item, indent);
    return;
  }
  const inner = `${indent}  `;
  if (!Array.isArray(item)) {
    writeMap(lines, item, dash, inner);
    return;
  }
  // A list in a list: the first item follows the dash on its line.
  const own: string[] = [];
  for (const one of item) writeItem(own, one, inner);
  own[0] = `${dash}${own[0]?.slice(inner.length) ?? ''}`;
  lines.push(...own);
}

const keyText = (key: string): string =>
  PLAIN.test(key) && !WORD.test(key) ? key : JSON.stringify(key);

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  if (PLAIN.test(value) && !WORD.test(value)) return value;
  return blockText(value, indent) ?? quoted(value);
}

/** A text of several lines as a literal block, when its bytes stay the same that way. */
function blockText(value: string, indent: string): string | undefined {
  if (!value.includes('\n') || /^[\s#]|[ \t](?:\n|$)|\n\n$|^-/.test(value)) return undefined;
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/.test(value))
    return undefined;
  const ends = value.endsWith('\n');
  const lines = (ends ? value.slice(0, -1) : value).split('\n');
  return [ends ? '|' : '|-', ...lines.map((line) => (line === '' ? '' : indent + line))].join('\n');
}

/** JSON strings are YAML strings (YAML 1.2, 1.3), but for what may not stand there unescaped. */
const quoted = (value: string): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
