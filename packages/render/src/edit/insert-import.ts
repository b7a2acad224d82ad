import { posix } from 'node:path';
import MagicString from 'magic-string';
import type { ImportDeclaration, SourceFile } from 'ts-morph';
import { importStyle, relativeModule } from './import-style.js';
import { pathOf, type Sources } from './sources.js';
import { lineEnd, lineEnding } from './text-style.js';
import { tsMorph } from './ts-morph.js';

/**
 * The text of `file` with `import { identifier } from '<module>'`: sorted among the imports from the same
 * folder, else after the last import. `module` is a path inside the plugin, without extension.
 */
export function insertImport(
  sources: Sources,
  file: SourceFile,
  identifier: string,
  module: string,
): string {
  const text = file.getFullText();
  const { quote, semicolon, pad, extension } = importStyle(sources, file);
  const specifier = relativeModule(pathOf(file), module, extension);
  const line = `import {${pad}${identifier}${pad}} from ${quote}${specifier}${quote}${semicolon}`;
  const eol = lineEnding(text);
  const out = new MagicString(text);
  const imports = leadingImports(file);
  const last = imports.at(-1);
  if (!last) {
    return out.appendLeft(topOf(file), `${line}${eol}`).toString();
  }
  const siblings = imports.filter(
    (one) =>
      posix.dirname(one.getModuleSpecifierValue()) === posix.dirname(specifier) &&
      posix.dirname(specifier) !== '.',
  );
  const after = siblings.filter((one) => one.getModuleSpecifierValue() < specifier).at(-1);
  const first = siblings[0];
  if (!after && first && isSorted(siblings)) {
    return out.appendLeft(first.getStart(), `${line}${eol}`).toString();
  }
  const previous = (isSorted(siblings) ? after : siblings.at(-1)) ?? last;
  return out.appendLeft(lineEnd(text, previous.getEnd()), `${eol}${line}`).toString();
}

const isSorted = (imports: readonly ImportDeclaration[]) =>
  imports.every((one, index) => {
    const before = imports[index - 1];
    return !before || before.getModuleSpecifierValue() <= one.getModuleSpecifierValue();
  });

/** The first block of imports; one further down, after code, does not count. */
function leadingImports(file: SourceFile): ImportDeclaration[] {
  const { Node } = tsMorph();
  const found: ImportDeclaration[] = [];
  for (const statement of file.getStatements()) {
    if (Node.isImportDeclaration(statement)) found.push(statement);
    else if (found.length > 0) break;
  }
  return found;
}

/** Where a first import goes: below a shebang, directives and a header comment that stands alone. */
function topOf(file: SourceFile): number {
  const { Node } = tsMorph();
  const text = file.getFullText();
  let top = text.startsWith('#!') ? afterLine(text, 0) : 0;
  for (const statement of file.getStatements()) {
    for (const comment of statement.getLeadingCommentRanges()) {
      const end = afterLine(text, comment.getEnd());
      const standsAlone =
        /^\s*?\r?\n/.test(text.slice(end)) ||
        /^\/\/\/|@ts-|eslint-|oxlint-|biome-/.test(comment.getText());
      if (standsAlone) top = Math.max(top, end);
    }
    const isDirective =
      Node.isExpressionStatement(statement) && Node.isStringLiteral(statement.getExpression());
    if (!isDirective) break;
    top = afterLine(text, statement.getEnd());
  }
  return top;
}

function afterLine(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  return next === -1 ? text.length : next + 1;
}
