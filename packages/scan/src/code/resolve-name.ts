import type ts from 'typescript';
import type { DeclaredName, Scopes } from './outline.js';
import { Kind, isIdentifier } from './syntax.js';

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
