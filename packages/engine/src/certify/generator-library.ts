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
