import { createRequire } from 'node:module';
import type ts from 'typescript';
import { withinTime } from './within-time.js';

/** Loaded when a scan begins: the compiler is the largest part of the start-up time. */
export const loadTypeScript = (): typeof ts =>
  createRequire(import.meta.url)('typescript') as typeof ts;

const LIBRARY = `interface Array<T> { length: number } interface Boolean {} interface Function {} interface CallableFunction extends Function {}
interface NewableFunction extends Function {} interface IArguments {} interface Number {} interface Object {} interface RegExp {} interface String {}`;

/** Nesting beyond which the recursive steps of a compiler may run out of stack. */
const DEEPEST = 400;
/** Characters; beyond this a file is a bundle or an attack, and nobody reads it. */
export const LARGEST_SOURCE = 1_500_000;

/** ms by the clock for parsing one file, and all of a tree: a hundred times what the largest one takes. */
const PARSE_MS = { file: 5000, tree: 60_000 };

export interface Program {
  readonly checker: ts.TypeChecker;
  readonly sources: readonly ts.SourceFile[];
  /** Files left out, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

const CODE = /\.(?:[mc]?[jt]s|[jt]sx)$/;
export const isCode = (path: string): boolean => CODE.test(path) && !/\.d\.[mc]?ts$/.test(path);

/** Binds the files of a tree, without a library and without packages: names are what is asked of it. */
export function createProgram(typescript: typeof ts, files: ReadonlyMap<string, string>): Program {
  const parsed = new Map<string, ts.SourceFile>();
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
  const library = typescript.createSourceFile('lib.d.ts', LIBRARY, typescript.ScriptTarget.ESNext);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === 'lib.d.ts' ? library : parsed.get(name)),
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: () => {},
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => parsed.has(name),
    readFile: () => undefined,
  };
  const program = typescript.createProgram({
    rootNames: [...parsed.keys()],
    options: {
      allowJs: true,
      noResolve: true,
      noLib: false,
      types: [],
      jsx: typescript.JsxEmit.Preserve,
      target: typescript.ScriptTarget.ESNext,
      module: typescript.ModuleKind.ESNext,
      moduleDetection: typescript.ModuleDetectionKind.Force,
      experimentalDecorators: true,
    },
    host,
  });
  return { checker: program.getTypeChecker(), sources: [...parsed.values()], skipped };
}

function parseInto(
  typescript: typeof ts,
  parsed: Map<string, ts.SourceFile>,
  path: string,
  text: string,
): string | undefined {
  if (text.length > LARGEST_SOURCE) return 'it is too large';
  if (nestsTooDeep(text)) return 'it is nested too deeply';
  try {
    const source = typescript.createSourceFile(
      path,
      text,
      {
        languageVersion: typescript.ScriptTarget.ESNext,
        impliedNodeFormat: typescript.ModuleKind.ESNext,
      },
      true,
    );
    if (depthOf(typescript, source) > DEEPEST) return 'it is nested too deeply';
    // `moduleDetection: force` is applied by the program's own parse only.
    (source as { externalModuleIndicator?: unknown }).externalModuleIndicator ??= true;
    parsed.set(path, source);
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

/** How deep the tree is, up to a little more than is allowed, so that the stack is safe. */
function depthOf(typescript: typeof ts, source: ts.SourceFile): number {
  const { forEachChild } = typescript;
  let depth = 0;
  let deepest = 0;
  const visit = (node: ts.Node): void => {
    depth += 1;
    if (depth > deepest) deepest = depth;
    if (depth <= DEEPEST) forEachChild(node, visit);
    depth -= 1;
  };
  visit(source);
  return deepest;
}
