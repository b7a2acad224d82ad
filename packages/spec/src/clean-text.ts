import { HIDDEN, LONE } from '@plugwright/files';

const BREAKS = /\r\n?|[\u0085\u2028\u2029]/g;

/** The text in NFC, with `\n` line ends, without hidden characters and lone surrogates. Cleaning twice changes nothing more. */
export function cleanText(text: string): string {
  // Most texts are ASCII and need no work.
  // oxlint-disable-next-line no-control-regex
  if (/^[\t\n\x20-\x7e]*$/.test(text)) return text;
  return text.replace(BREAKS, '\n').replace(HIDDEN, '').replace(LONE, '\uFFFD').normalize('NFC');
}
