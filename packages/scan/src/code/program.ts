import { createRequire } from 'node:module';
import type ts from 'typescript';
import { outline, type DeclaredName, type Outline, type Scopes } from './outline.js';
import { withinTime } from './within-time.js';

/** Loaded when a scan begins: the compiler is the largest part of the start-up time. */
export const loadTypeScript = (): typeof ts =>
  createRequire(import.meta.url)('typescript') as typeof ts;

/** Nesting beyond which the recursive steps of a compiler may run out of stack. */
const DEEPEST = 400;
/** Characters; beyond this a file is a bundle or an attack, and nobody reads it. */
export const LARGEST_SOURCE = 1_500_000;

/** ms by the clock for parsing one file, and all of a tree: a hundred times what the largest one takes. */
const PARSE_MS = { file: 5000, tree: 60_000 };

/** What {@link outline} found in each file. */
export type Landmarks = ReadonlyMap<ts.SourceFile, readonly ts.Node[]>;

/** By path: a file whose parsing was cut off by the clock is parsed again. */
type Parsed = Map<string, readonly [ts.SourceFile, Outline]>;

export interface Program {
  /** Where the names of all files are declared. */
  readonly scopes: Scopes;
  readonly sources: readonly ts.SourceFile[];
  readonly landmarks: Landmarks;
  /** Files left out, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

const CODE = /\.(?:[mc]?[jt]s|[jt]sx)$/;
export const isCode = (path: string): boolean => CODE.test(path) && !/\.d\.[mc]?ts$/.test(path);

/** Parses the files of a tree and finds out where their names are declared. */
export function createProgram(typescript: typeof ts, files: ReadonlyMap<string, string>): Program {
  const parsed: Parsed = new Map();
  const skipped: { path: string; reason: string }[] = [];
  const end = performance.now() + PARSE_MS.tree;
  const queue = [...files].filter(([path]) => isCode(path));
  // As many at once as the time of one allows: watching the clock costs more than parsing a small file.
  for (let at = 0; at < queue.length;) {
    const first = at;
    const ms = Math.ceil(Math.min(PARSE_MS.file, end - performance.now()));
    const isDone =
      ms > 0 &&
      withinTime(ms, () => {
        for (; at < queue.length; at += 1) {
          const [path, text] = queue[at] as [string, string];
          const reason = parseInto(typescript, parsed, path, text);
          if (reason) skipped.push({ path, reason });
        }
      });
    // The file at which time ran out gets all of it once more, unless it has had it.
    if (!isDone && at === first)
      skipped.push({ path: queue[at++]?.[0] ?? '', reason: 'it takes too long to parse' });
  }
  const scopes = new Map<ts.Node, ReadonlyMap<string, DeclaredName>>();
  const landmarks = new Map<ts.SourceFile, readonly ts.Node[]>();
  for (const [source, found] of parsed.values()) {
    for (const [node, names] of found.scopes) scopes.set(node, names);
    landmarks.set(source, found.landmarks);
  }
  return { scopes, landmarks, sources: [...landmarks.keys()], skipped };
}

function parseInto(
  typescript: typeof ts,
  parsed: Parsed,
  path: string,
  text: string,
): string | undefined {
  if (text.length > LARGEST_SOURCE) return 'it is too large';
  if (nestsTooDeep(text)) return 'it is nested too deeply';
  try {
    const source = typescript.createSourceFile(path, text, {
      languageVersion: typescript.ScriptTarget.ESNext,
      jsDocParsingMode: typescript.JSDocParsingMode.ParseNone,
    });
    const found = outline(typescript, source, DEEPEST);
    if (!found) return 'it is nested too deeply';
    parsed.set(path, [source, found]);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return 'it is nested too deeply';
    // The parser gives up on some broken texts with an assertion, `@x await using` for one.
    if (error instanceof Error && error.message.startsWith('Debug Failure'))
      return 'the TypeScript parser gives up on it';
    throw error;
  }
}

/** Counts brackets before the parser sees them, so that it cannot run out of stack. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let run = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 40 || code === 91 || code === 123) {
      depth += 1;
      if (depth > DEEPEST * 4) return true;
    } else if ((code === 41 || code === 93 || code === 125) && depth > 0) depth -= 1;
    // Long runs of prefix operators nest as well.
    if (code === 33 || code === 126 || code === 45 || code === 43 || code === 60) {
      run += 1;
      if (run > DEEPEST * 4) return true;
    } else if (code > 32) run = 0;
  }
  return false;
}
