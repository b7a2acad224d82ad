import type ts from 'typescript';
import {
  Kind,
  isBindingElement,
  isIdentifier,
  isParameter,
  isVariableDeclaration,
} from './syntax.js';

/** A name of one scope with the places that declare it. */
export interface DeclaredName {
  readonly declarations: readonly ts.Declaration[];
}

/** Where names are declared, by the node whose scope they are in. Names of types alone are left out. */
export type Scopes = ReadonlyMap<ts.Node, ReadonlyMap<string, DeclaredName>>;

export interface Outline {
  readonly scopes: Scopes;
  /** Calls, objects, classes and what else rules about the shape of code look at, in the order of the text. */
  readonly landmarks: readonly ts.Node[];
}

/**
 * Gives each node of a file its parent and returns what the scopes of the file declare; `undefined` when the file is
 * nested more deeply than `deepest`. The checker of the compiler would do the same, and resolve types: of a scan it
 * was a fifth.
 */
export function outline(
  typescript: typeof ts,
  source: ts.SourceFile,
  deepest: number,
): Outline | undefined {
  const { forEachChild } = typescript;
  const landmarks: ts.Node[] = [];
  const scopes = new Map<ts.Node, Map<string, { declarations: ts.Declaration[] }>>();
  let parent: ts.Node = source;
  let depth = 0;
  let isTooDeep = false;
  /** Where `let`, `const` and functions are declared, and where `var` is. */
  let block: ts.Node = source;
  let whole: ts.Node = source;

  const declare = (scope: ts.Node, name: string, declaration: ts.Declaration): void => {
    let names = scopes.get(scope);
    if (!names) scopes.set(scope, (names = new Map()));
    const known = names.get(name);
    if (known) known.declarations.push(declaration);
    else names.set(name, { declarations: [declaration] });
  };
  const declareNamed = (scope: ts.Node, node: ts.NamedDeclaration): void => {
    if (node.name && isIdentifier(node.name)) declare(scope, node.name.text, node);
  };

  const inside = (node: ts.Node, visitor: (child: ts.Node) => void): void => {
    const outer = parent;
    parent = node;
    depth += 1;
    if (depth > deepest) isTooDeep = true;
    else forEachChild(node, visitor);
    depth -= 1;
    parent = outer;
  };
  /** What a type says in itself are no names of the program. */
  const adopt = (node: ts.Node): void => {
    setParent(node, parent);
    if ((node.kind as number) > Kind.LastToken) inside(node, adopt);
  };
  const scoped = (node: ts.Node, isWhole: boolean): void => {
    const [outerBlock, outerWhole] = [block, whole];
    block = node;
    if (isWhole) whole = node;
    inside(node, visit);
    block = outerBlock;
    whole = outerWhole;
  };
  const visit = (node: ts.Node): void => {
    setParent(node, parent);
    const kind: number = node.kind;
    // Tokens, keywords and identifiers have no children.
    if (kind <= Kind.LastToken) return;
    switch (kind) {
      case Kind.VariableDeclaration:
      case Kind.BindingElement:
      case Kind.Parameter:
        declareNamed(scopeOf(typescript, node, block, whole), node as ts.VariableDeclaration);
        break;
      case Kind.ImportClause:
      case Kind.ImportSpecifier:
      case Kind.NamespaceImport:
      case Kind.ImportEqualsDeclaration:
      case Kind.ClassDeclaration:
      case Kind.EnumDeclaration:
      case Kind.ModuleDeclaration:
        declareNamed(block, node as ts.NamedDeclaration);
        if (kind === (Kind.ClassDeclaration as number)) landmarks.push(node);
        break;
      case Kind.CallExpression:
      case Kind.ObjectLiteralExpression:
      case Kind.PrefixUnaryExpression:
      case Kind.WhileStatement:
      case Kind.DoStatement:
        landmarks.push(node);
        break;
      case Kind.FunctionDeclaration:
        landmarks.push(node);
        declareNamed(block, node as ts.FunctionDeclaration);
        scoped(node, true);
        return;
      case Kind.FunctionExpression:
      case Kind.ClassExpression:
        landmarks.push(node);
        scoped(node, kind === (Kind.FunctionExpression as number));
        declareItself(scopes, node as ts.FunctionExpression);
        return;
      case Kind.ArrowFunction:
      case Kind.MethodDeclaration:
      case Kind.Constructor:
      case Kind.GetAccessor:
      case Kind.SetAccessor:
      case Kind.ClassStaticBlockDeclaration:
      case Kind.ModuleBlock:
        scoped(node, true);
        return;
      case Kind.Block:
        // The body of a function shares the scope of the parameters.
        if (parent === whole && !holdsStatements(parent)) break;
        scoped(node, false);
        return;
      case Kind.ForStatement:
        landmarks.push(node);
        scoped(node, false);
        return;
      case Kind.ForInStatement:
      case Kind.ForOfStatement:
      case Kind.CaseBlock:
      case Kind.CatchClause:
        scoped(node, false);
        return;
      case Kind.InterfaceDeclaration:
      case Kind.TypeAliasDeclaration:
      case Kind.TypeParameter:
        inside(node, adopt);
        return;
      default:
        if (kind >= Kind.FirstTypeNode && kind <= Kind.LastTypeNode) {
          inside(node, adopt);
          return;
        }
    }
    inside(node, visit);
  };
  forEachChild(source, visit);
  return isTooDeep ? undefined : { scopes, landmarks };
}

const holdsStatements = ({ kind }: ts.Node): boolean =>
  (kind as number) === Kind.SourceFile || (kind as number) === Kind.ModuleBlock;

const setParent = (node: ts.Node, parent: ts.Node): void => {
  (node as { parent: ts.Node }).parent = parent;
};

/** `var` is declared for the whole function, wherever it stands; a parameter for its function. */
function scopeOf(typescript: typeof ts, node: ts.Node, block: ts.Node, whole: ts.Node): ts.Node {
  let root = node;
  while (isBindingElement(root)) root = root.parent.parent;
  if (isParameter(root)) return whole;
  const isVar =
    isVariableDeclaration(root) &&
    (root.parent.kind as number) === Kind.VariableDeclarationList &&
    (root.parent.flags & typescript.NodeFlags.BlockScoped) === 0;
  return isVar ? whole : block;
}

/** The name of a function or class in an expression is known inside it, where nothing else has that name. */
function declareItself(
  scopes: Map<ts.Node, Map<string, DeclaredName>>,
  node: ts.FunctionExpression | ts.ClassExpression,
): void {
  if (!node.name) return;
  let names = scopes.get(node);
  if (!names) scopes.set(node, (names = new Map()));
  if (!names.has(node.name.text)) names.set(node.name.text, { declarations: [node] });
}
