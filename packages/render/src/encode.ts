import { PlugwrightError } from '@plugwright/errors';

/** Source text made by our own emitters, told apart from text of a spec by its type. */
export interface Code {
  readonly code: string;
}

/** Marks emitter output as code. Never call it with text from a spec. */
export const code = (text: string): Code => ({ code: text });

// Bidi controls, zero-width characters, the byte order mark and the two line separators (Trojan Source, CVE-2021-42574).
const INVISIBLE =
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const unicodeEscape = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A TypeScript string literal that holds exactly `text`. Tools that look for pragmas in the raw file
 * (`@vitest-environment`, `sourceMappingURL`) find none, because their first character is escaped.
 */
export function stringLiteral(text: string): string {
  return JSON.stringify(text)
    .replace(INVISIBLE, unicodeEscape)
    .replace(/@(?=(?:vitest|jest)-)/g, '\\u0040')
    .replace(/#(?=\s*source(?:Mapping)?URL)/g, '\\u0023')
    .replace(/@(?=\s*sourceMappingURL)/g, '\\u0040');
}

/** A property key: `"__proto__"` would set the prototype, the computed form does not. */
export function propertyKey(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : stringLiteral(name);
}

/** A TypeScript expression for a JSON value. `undefined` members are left out. */
export function jsonLiteral(value: unknown): string {
  if (typeof value === 'string') return stringLiteral(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw unprintable(value);
    return Object.is(value, -0) ? '0' : String(value);
  }
  if (Array.isArray(value)) return `[${value.map(jsonLiteral).join(', ')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => `${propertyKey(key)}: ${jsonLiteral(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  throw unprintable(value);
}

function unprintable(value: unknown): PlugwrightError {
  return new PlugwrightError({
    code: 'PW_RENDER_VALUE',
    message: `a value of type ${typeof value} (${String(value)}) cannot be written as source`,
    hint: 'Only finite numbers, text, booleans, null, lists and objects can stand in a spec.',
  });
}

// What a module cannot use as a name of its own (ECMA-262, 13.1.1, strict mode).
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/** `name`, if it can be an identifier of a module; throws `PW_RENDER_IDENTIFIER` otherwise. */
export function identifier(name: string): string {
  if (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) && !RESERVED.has(name)) return name;
  throw new PlugwrightError({
    code: 'PW_RENDER_IDENTIFIER',
    message: `${JSON.stringify(name)} cannot be an identifier`,
    hint: 'Names that become code are made by identifiersOf().',
  });
}

/** Text for the inside of a block comment, on one line. It cannot end the comment or act as a pragma. */
export function commentText(text: string): string {
  return oneLine(text)
    .replace(/\*(?=\/)/g, '* ')
    .replace(/\/(?=\*)/g, '/ ')
    .replace(/@(?=[A-Za-z])/g, '(at)')
    .replace(/#(?=\s*source(?:Mapping)?URL)/g, 'no. ')
    .replace(/<(?=\s*(?:reference|amd-))/gi, '(');
}

/** `text` without line breaks, control and invisible characters; runs of white space become one blank. */
export function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(INVISIBLE, ' ')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Markdown text on one line: no markup, no raw HTML, no link made of a bare address (GFM, 6.9). */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*[\]<|~]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^[-+=>#:]/, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\.(?=\w)/gi, 'www\\.');
}

/** A Markdown code span, which may stand in a table. */
export function codeSpan(text: string): string {
  const line = oneLine(text).replaceAll('`', "'").replaceAll('|', '\\|');
  return line === '' ? '' : `\`${line}\``;
}

/** A double-quoted YAML scalar (YAML 1.2, 7.3.1: a superset of JSON strings). */
export const yamlText = (text: string): string =>
  JSON.stringify(text).replace(INVISIBLE, unicodeEscape);

/** Text for a model's prompt: `{{` would be a template tag wherever ElizaOS composes it. */
export const promptText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(INVISIBLE, ' ')
    .replace(/\{(?=\{)|\}(?=\})/g, '$& ');

/** `NAME=value` with the value quoted when a shell or dotenv would otherwise read it differently. */
export function envLine(name: string, value: string): string {
  const line = value.replace(INVISIBLE, ' ').replace(/[\r\n\0]+/g, ' ');
  if (/^[A-Za-z0-9_.:/@%+,-]*$/.test(line)) return `${name}=${line}`;
  return line.includes("'") ? `${name}="${line.replace(/["\\$`]/g, '\\$&')}"` : `${name}='${line}'`;
}
