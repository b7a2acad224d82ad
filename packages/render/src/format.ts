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

/** `text` as the formatter prints it; files of other kinds come back unchanged. */
export async function format(path: string, text: string): Promise<string> {
  // The spec's own writer and the tool's folder are already canonical.
  if (!FORMATTED.test(path) || path === 'plugwright.yaml' || path.startsWith('.plugwright/'))
    return text;
  // Only the name's end matters to the formatter; a fixed stem keeps host paths out of its messages.
  const oxfmt = await import('oxfmt');
  const { code, errors } = await oxfmt.format(path, text, options);
  const [error] = errors;
  if (error === undefined) return code;
  throw new PlugwrightError({
    code: 'PW_RENDER_FORMAT',
    message: `${path} does not parse: ${error.message}${error.codeframe === null ? '' : `\n${error.codeframe}`}`,
    hint: 'This is a fault of a template; please report it with the spec.',
  });
}
