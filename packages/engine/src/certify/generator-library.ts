import type { ScanFact } from '@plugwright/certify';
import type { SourceFile } from '@plugwright/verify';
import { specOfFiles } from './spec-of-files.js';

/** The part of a generated plugin that is the same in many: it is tested and read where it is made. */
const library = /^src\/lib\/.*\.ts$/;

/**
 * Files of a generated plugin that are byte for byte what the generator makes of its spec. Nothing is taken from what the
 * plugin says about itself.
 */
export async function generatedFiles(files: readonly SourceFile[]): Promise<ReadonlySet<string>> {
  const spec = specOfFiles(files);
  if (spec === undefined) return new Set();
  const { render } = await import('../lazy-render.js');
  const made = new Map((await render(spec)).map((file) => [file.path, file.text]));
  return new Set(files.filter(({ path, text }) => made.get(path) === text).map(({ path }) => path));
}

/** Those of them that are the generator's library. */
export const libraryFiles = (generated: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...generated].filter((path) => library.test(path)));

/** A finding in the library that somebody has read and accepted, with the reason. */
interface Accepted {
  rule: string;
  path: string;
  reason: string;
}

const accepted: readonly Accepted[] = [
  {
    rule: 'ssrf',
    path: 'src/lib/exchange.ts',
    reason:
      'The address is the base URL of the spec, or of a setting of the operator, with escaped values behind it; redirects stay on the host.',
  },
  {
    rule: 'ssrf',
    path: 'src/lib/oauth.ts',
    reason: 'The address of the token is in the spec, or a setting of the operator.',
  },
  {
    rule: 'redos',
    path: 'src/lib/request.ts',
    reason: 'The text is the base URL of the spec, or of a setting of the operator.',
  },
  {
    rule: 'redos',
    path: 'src/lib/model.ts',
    reason: 'Quadratic only in a run of blanks, in an answer of a model, which has a limit.',
  },
  {
    rule: 'type-confusion',
    path: 'src/lib/text.ts',
    reason: 'The check only shortens what is shown; nothing else is decided by it.',
  },
];

/**
 * Findings in unchanged files of the library, marked as accepted where somebody has read them. `built`: the directory of
 * files that were compiled here from these sources.
 */
export function acceptLibrary(
  scan: ScanFact,
  files: ReadonlySet<string>,
  built: string | undefined,
): ScanFact {
  const sourceOf = (path: string) =>
    built !== undefined && path.startsWith(`${built}/`)
      ? `src/${path.slice(built.length + 1).replace(/\.js$/, '.ts')}`
      : path;
  return {
    ...scan,
    findings: scan.findings.map((one) => {
      const path = sourceOf(one.path);
      const found =
        files.has(path) && accepted.find((each) => each.rule === one.rule && each.path === path);
      return found && one.severity === 'low' && one.waived === undefined
        ? { ...one, waived: found.reason }
        : one;
    }),
  };
}
