import { posix } from 'node:path';
import type { ImportDeclaration, SourceFile } from 'ts-morph';
import { ownCode } from './find-plugin.js';
import { pathOf, type Sources } from './sources.js';
import { tsMorph } from './ts-morph.js';

/** How a file writes its imports. */
export interface ImportStyle {
  quote: "'" | '"';
  semicolon: ';' | '';
  /** Space inside the braces. */
  pad: ' ' | '';
  /** End of a relative module path. */
  extension: '.js' | '.ts' | '';
}

/** The style of `file`; what it does not show is taken from the other files of the plugin, then from habit. */
export function importStyle(sources: Sources, file: SourceFile): ImportStyle {
  const own = styleOf([file]);
  const all = ownCode(sources);
  if (own.quote && own.semicolon !== undefined && own.extension !== undefined) {
    return { pad: ' ', ...own } as ImportStyle;
  }
  const others = styleOf(
    all.filter((path) => path !== pathOf(file)).map((path) => sources.parse(path)),
  );
  return { quote: "'", semicolon: ';', pad: ' ', extension: '.js', ...others, ...own };
}

function styleOf(files: readonly SourceFile[]): Partial<ImportStyle> {
  const declarations = files.flatMap((file) => [
    ...file.getImportDeclarations(),
    ...file.getExportDeclarations(),
  ]);
  const { Node } = tsMorph();
  const specifiers = declarations.flatMap((one) => one.getModuleSpecifier() ?? []);
  const statements = files.flatMap((file) =>
    file
      .getStatements()
      .filter(
        (one) =>
          Node.isVariableStatement(one) ||
          Node.isImportDeclaration(one) ||
          Node.isExportDeclaration(one) ||
          Node.isExportAssignment(one),
      ),
  );
  const braces = declarations
    .filter((one) => Node.isImportDeclaration(one))
    .map((one) => /\{(\s?)/.exec((one as ImportDeclaration).getText())?.[1])
    .filter((one) => one !== undefined);
  const relative = specifiers
    .map((one) => one.getLiteralValue())
    .filter((one) => one.startsWith('.'))
    .map(extensionOf)
    .filter((one) => one !== undefined);
  const quote = most(specifiers.map((one) => (one.getText().startsWith('"') ? '"' : "'")));
  const semicolon = most(statements.map((one) => (one.getText().endsWith(';') ? ';' : '')));
  const extension = most(relative);
  const pad = most(braces.map((one) => (one === '' ? '' : ' ')));
  return {
    ...(quote === undefined ? {} : { quote }),
    ...(semicolon === undefined ? {} : { semicolon }),
    ...(extension === undefined ? {} : { extension }),
    ...(pad === undefined ? {} : { pad }),
  };
}

function extensionOf(specifier: string): ImportStyle['extension'] | undefined {
  const name = posix.basename(specifier);
  if (/\.[cm]?js$/.test(name)) return '.js';
  if (/\.[cm]?ts$/.test(name)) return '.ts';
  return /\.(?:json|css|svg|txt|md)$/.test(name) || /^\.+$/.test(name) ? undefined : '';
}

/** The most frequent value; the first one when several are. */
function most<T extends string>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** `./actions/get-pet.js` for the module `src/actions/get-pet` seen from `src/index.ts`. */
export function relativeModule(from: string, module: string, extension: string): string {
  const path = posix.relative(posix.dirname(from), module);
  return `${path.startsWith('.') ? '' : './'}${path}${extension}`;
}
