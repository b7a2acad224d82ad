import { posix } from 'node:path';
import type { SourceFile } from 'ts-morph';
import { tsMorph } from './ts-morph.js';

/** The plugin's files in memory, parsed when asked for. Edits replace a file's whole text. */
export interface Sources {
  paths: () => string[];
  text: (path: string) => string | undefined;
  write: (path: string, text: string) => void;
  parse: (path: string) => SourceFile;
  /** The file that a relative import means, or `undefined` when it is not among the files. */
  resolve: (from: string, specifier: string) => string | undefined;
}

const BOM = '\uFEFF';
const CODE = /\.(?:ts|tsx|mts|cts)$/;

export const isCode = (path: string): boolean => CODE.test(path) && !path.endsWith('.d.ts');

/** Test files and their helpers: never looked into for plugins, lists or names. */
export const isTest = (path: string): boolean =>
  /(?:^|\/)(?:__tests__|tests?|e2e|node_modules|dist)\//.test(path) ||
  /\.(?:test|spec|e2e)\.[cm]?tsx?$/.test(path);

/** Offsets of the syntax tree are offsets of this text: the byte order mark is put aside. */
export const withoutBom = (text: string): string => (text.startsWith(BOM) ? text.slice(1) : text);

export function openSources(files: ReadonlyMap<string, string>): Sources {
  const { Project } = tsMorph();
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
  });
  const texts = new Map(files);
  const parsed = new Map<string, { text: string; file: SourceFile }>();
  return {
    paths: () => [...texts.keys()].sort(),
    text: (path) => texts.get(path),
    write: (path, text) => void texts.set(path, text),
    parse(path) {
      const text = texts.get(path) ?? '';
      const known = parsed.get(path);
      if (known?.text === text) return known.file;
      const file = project.createSourceFile(`/${path}`, withoutBom(text), { overwrite: true });
      parsed.set(path, { text, file });
      return file;
    },
    resolve(from, specifier) {
      if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
      const plain = posix.join(posix.dirname(from), specifier).replace(/\/$/, '');
      const stem = plain.replace(/\.([cm]?)jsx?$/, '');
      return [
        plain,
        ...['.ts', '.tsx', '.mts', '.cts'].flatMap((end) => [stem + end, plain + end]),
        ...['index.ts', 'index.tsx', 'index.mts'].map((name) => posix.join(plain, name)),
      ].find((path) => isCode(path) && texts.has(path));
    },
  };
}

/** The path of a parsed file, as the map of files knows it. */
export const pathOf = (file: SourceFile): string => file.getFilePath().slice(1);
