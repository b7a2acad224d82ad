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

const FIRST_TYPE = 183;
const LAST_TYPE = 206;
/** Tokens, keywords and identifiers have no children. */
const LAST_LEAF = 166;

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
    if ((node.kind as number) > LAST_LEAF) inside(node, adopt);
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
    if (kind <= LAST_LEAF) return;
    switch (kind) {
      case Kind.VariableDeclaration:
      case Kind.BindingElement:
      case Kind.Parameter:
        declareNamed(scopeOf(node, block, whole), node as ts.VariableDeclaration);
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
        if (kind >= FIRST_TYPE && kind <= LAST_TYPE) {
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

const BLOCK_SCOPED = 7;
/** `var` is declared for the whole function, wherever it stands; a parameter for its function. */
function scopeOf(node: ts.Node, block: ts.Node, whole: ts.Node): ts.Node {
  let root = node;
  while (isBindingElement(root)) root = root.parent.parent;
  if (isParameter(root)) return whole;
  const isVar =
    isVariableDeclaration(root) &&
    (root.parent.kind as number) === Kind.VariableDeclarationList &&
    (root.parent.flags & BLOCK_SCOPED) === 0;
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

/** What an identifier in the place of a value or a declaration names; `undefined` for what the file does not declare. */
export function resolveName(scopes: Scopes, node: ts.Node): DeclaredName | undefined {
  if (!isIdentifier(node) || !node.parent) return undefined;
  const { parent, text } = node;
  if (isKeyOnly(node, parent)) return undefined;
  for (let at: ts.Node | undefined = startOf(node, parent); at; at = at.parent)
    if (mayDeclare(at)) {
      const found = scopes.get(at)?.get(text);
      if (found) return found;
    }
  return undefined;
}

/** The name of a declaration is one of the scope around it, not of its own. */
const startOf = (node: ts.Identifier, parent: ts.Node): ts.Node =>
  (parent.kind as number) === Kind.FunctionDeclaration &&
  (parent as ts.FunctionDeclaration).name === node
    ? parent.parent
    : parent;

/** `b` of `a.b`, `{ b: 1 }`, `{ b: c } = …` and `b() {}` names a property. */
function isKeyOnly(node: ts.Identifier, parent: ts.Node): boolean {
  switch (parent.kind as number) {
    case Kind.PropertyAccessExpression:
    case Kind.PropertyAssignment:
    case Kind.MethodDeclaration:
    case Kind.PropertyDeclaration:
    case Kind.GetAccessor:
    case Kind.SetAccessor:
      return (parent as ts.PropertyAccessExpression).name === node;
    case Kind.BindingElement:
    case Kind.ImportSpecifier:
      return (parent as ts.BindingElement).propertyName === node;
    default:
      return false;
  }
}

function mayDeclare({ kind }: ts.Node): boolean {
  switch (kind as number) {
    case Kind.Block:
    case Kind.ArrowFunction:
    case Kind.FunctionDeclaration:
    case Kind.FunctionExpression:
    case Kind.MethodDeclaration:
    case Kind.Constructor:
    case Kind.GetAccessor:
    case Kind.SetAccessor:
    case Kind.ForStatement:
    case Kind.ForInStatement:
    case Kind.ForOfStatement:
    case Kind.CaseBlock:
    case Kind.CatchClause:
    case Kind.ClassExpression:
    case Kind.ClassStaticBlockDeclaration:
    case Kind.ModuleBlock:
    case Kind.SourceFile:
      return true;
    default:
      return false;
  }
}
