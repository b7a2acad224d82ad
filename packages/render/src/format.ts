import { availableParallelism } from 'node:os';
import { PlugwrightError } from '@plugwright/errors';

// Explicit, so that no configuration file of the host changes a byte. `sortPackageJson` would move our keys.
const options = {
  printWidth: 100,
  singleQuote: true,
  sortPackageJson: false,
  sortImports: { newlinesBetween: false },
  proseWrap: 'preserve',
  embeddedLanguageFormatting: 'off',
} as const;

const FORMATTED = /\.(?:ts|json|md|ya?ml)$/;

/**
 * The formatter starts a thread of its own for each file that it is given at the same time, with its own part of
 * the heap: more of them than there are cores take longer than they save.
 */
const atOnce = availableParallelism() + 1;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    // The place goes on to the next one.
    if (next === undefined) running -= 1;
    else next();
  }
}

/** `text` as the formatter prints it; files of other kinds come back unchanged. */
export async function format(path: string, text: string): Promise<string> {
  // The spec's own writer and the tool's folder are already canonical.
  if (!FORMATTED.test(path) || path === 'plugwright.yaml' || path.startsWith('.plugwright/'))
    return text;
  // Only the name's end matters to the formatter; a fixed stem keeps host paths out of its messages.
  const oxfmt = await import('oxfmt');
  const { code, errors } = await inTurn(() => oxfmt.format(path, text, options));
  const [error] = errors;
  if (error === undefined) return code;
  throw new PlugwrightError({
    code: 'PW_RENDER_FORMAT',
    message: `${path} does not parse: ${error.message}${error.codeframe === null ? '' : `\n${error.codeframe}`}`,
    hint: 'This is a fault of a template; please report it with the spec.',
  });
}
