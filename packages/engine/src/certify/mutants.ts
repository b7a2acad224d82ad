import { digestOf } from '@plugwright/certify';
import type { SourceFile } from '@plugwright/verify';
import type ts from 'typescript';

/** One small change of a source, which a good test notices. */
export interface Mutant {
  path: string;
  line: number;
  /** The whole file, changed. */
  text: string;
  /** `=== to !==` */
  change: string;
}

/** What stands for what (the operators that mutation tools agree on: stryker-mutator.io, "Supported mutators"). */
const swaps: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  true: 'false',
  false: 'true',
};

/**
 * Up to `most` mutants of the sources that are no tests, chosen by digest: the same ones for the same sources, spread
 * over files as the places to change are.
 */
export async function mutantsOf(files: readonly SourceFile[], most: number): Promise<Mutant[]> {
  const { default: typescript } = await import('typescript');
  const places = files
    .filter(({ path }) => /^src\/.*(?<!\.d)\.[cm]?[jt]sx?$/.test(path))
    .filter(({ path }) => !/\.(?:test|spec)\.|(?:^|\/)__tests__\//.test(path))
    .flatMap((file) => placesIn(typescript, file).map((place) => ({ ...place, file })));
  return places
    .map((place) => ({
      ...place,
      order: digestOf(`${place.file.path}:${place.start}:${place.from}`),
    }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .slice(0, most)
    .map(({ file, start, end, from, to, line }) => ({
      path: file.path,
      line,
      text: file.text.slice(0, start) + to + file.text.slice(end),
      change: `${from} to ${to}`,
    }));
}

interface Place {
  start: number;
  end: number;
  from: string;
  to: string;
  line: number;
}

function placesIn(typescript: typeof ts, { path, text }: SourceFile): Place[] {
  const source = typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, true);
  const found: Place[] = [];
  const add = (node: ts.Node, to: string) => {
    const start = node.getStart(source);
    const { line } = source.getLineAndCharacterOfPosition(start);
    found.push({ start, end: node.end, from: text.slice(start, node.end), to, line: line + 1 });
  };
  const visit = (node: ts.Node): void => {
    // Types change nothing at run time.
    if (typescript.isTypeNode(node) || typescript.isInterfaceDeclaration(node)) return;
    if (typescript.isBinaryExpression(node)) {
      const operator = node.operatorToken.getText(source);
      const to = swaps[operator];
      // What joins texts is no subtraction that anybody would write.
      const joins = [node.left, node.right].some(
        (one) => typescript.isStringLiteralLike(one) || typescript.isTemplateExpression(one),
      );
      if (to !== undefined && !(operator === '+' && joins)) add(node.operatorToken, to);
    } else if (
      node.kind === typescript.SyntaxKind.TrueKeyword ||
      node.kind === typescript.SyntaxKind.FalseKeyword
    )
      add(node, swaps[node.getText(source)] as string);
    typescript.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
