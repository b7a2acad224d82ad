import { hasHidden } from '@plugwright/files';
import type { Diagnostic } from '@plugwright/errors';
import type { Span } from './types.js';

/** Characters that are read; what comes behind is cut off and said. */
export const MAX_CHARACTERS = 4000;
/** Beyond this nobody wrote a sentence; the text is refused unread. */
export const REFUSE_CHARACTERS = 100_000;

export interface NormalText {
  /** NFC, no hidden characters, plain quotes and dashes, one kind of line end. */
  text: string;
  /** A span of `text` in the text as it was given. */
  original: (start: number, end: number) => Span;
  diagnostics: Diagnostic[];
}

export type Normalised = { ok: true; value: NormalText } | { ok: false; diagnostics: Diagnostic[] };

/** Same length on both sides, so that offsets keep their meaning. */
const PLAIN: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '–': '-',
  '—': ';',
  '‐': '-',
  '‑': '-',
  '\u00a0': ' ',
  '\u3000': ' ',
  '\u2028': '\n',
  '\u2029': '\n',
  '\u0085': '\n',
  '\r': '\n',
  '\t': ' ',
  '•': '\n',
  '·': '\n',
};

const problem = (
  code: string,
  message: string,
  hint: string,
  severity: Diagnostic['severity'],
) => ({
  code,
  severity,
  message,
  hint,
  path: '',
});

/** Makes foreign text readable, or says why it cannot be read. Pure; never throws. */
export function normalise(input: unknown): Normalised {
  const refuse = (code: string, message: string, hint: string): Normalised => ({
    ok: false,
    diagnostics: [problem(code, message, hint, 'error')],
  });
  if (typeof input !== 'string' || looksBinary(input.slice(0, MAX_CHARACTERS * 4)))
    return refuse(
      'PW_TEXT_BINARY',
      'This is not text that a person wrote.',
      'Describe the plugin in one or two English sentences.',
    );
  if (input.length > REFUSE_CHARACTERS)
    return refuse(
      'PW_TEXT_TOO_LARGE',
      `The text has ${input.length} characters; a description has at most ${MAX_CHARACTERS}.`,
      'Describe the plugin in one or two sentences; give a document as a file.',
    );
  const diagnostics: Diagnostic[] = [];
  let given = input;
  if (given.length > MAX_CHARACTERS) {
    given = given.slice(0, MAX_CHARACTERS);
    diagnostics.push(
      problem(
        'PW_TEXT_CUT',
        `Only the first ${MAX_CHARACTERS} of ${input.length} characters were read.`,
        'Put what matters first, or shorten the text.',
        'warning',
      ),
    );
  }
  const { text, starts } = clean(given);
  if (text.trim() === '')
    return refuse(
      'PW_TEXT_EMPTY',
      'There is no text.',
      'Say what the plugin should do, for example "Search the web with Tavily".',
    );
  const at = (index: number) => starts[index] ?? given.length;
  return {
    ok: true,
    value: { text, original: (start, end) => [at(start), at(end)] as const, diagnostics },
  };
}

/** NUL, many control characters or many replacement characters: bytes that were never text. */
function looksBinary(text: string): boolean {
  if (text.includes('\0')) return true;
  // oxlint-disable-next-line no-control-regex
  const odd = text.match(/[\u0001-\u0008\u000e-\u001f\u007f\ufffd]/g)?.length ?? 0;
  return odd > 4 && odd > text.length / 20;
}

/** Cluster by cluster (a letter and its marks), so that every unit of the result knows where it was. */
function clean(given: string): { text: string; starts: number[] } {
  const starts: number[] = [];
  let text = '';
  for (const match of given.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const cluster = match[0];
    const plain = PLAIN[cluster] ?? (/^[\n\x20-\x7e]$/.test(cluster) ? cluster : strip(cluster));
    for (let unit = 0; unit < plain.length; unit++) starts.push(match.index);
    text += plain;
  }
  return { text, starts };
}

const strip = (cluster: string) =>
  [...cluster.normalize('NFC')].filter((char) => !hasHidden(char)).join('');
