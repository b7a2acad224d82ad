import type { Expression, Node, SourceFile, VariableDeclaration } from 'ts-morph';
import { pathOf, type Sources } from './sources.js';
import { tsMorph } from './ts-morph.js';

/** `(x)`, `x as T`, `x satisfies T`, `<T>x`, `x!` → `x`. */
export function unwrap(expression: Expression): Expression {
  const { Node } = tsMorph();
  let current = expression;
  while (
    Node.isParenthesizedExpression(current) ||
    Node.isAsExpression(current) ||
    Node.isSatisfiesExpression(current) ||
    Node.isTypeAssertion(current) ||
    Node.isNonNullExpression(current)
  ) {
    current = current.getExpression();
  }
  return current;
}

/**
 * Where an expression comes from: through variables, imports and re-exports, to the literal (or call)
 * that makes the value. What cannot be followed is returned as it is.
 */
export function follow(sources: Sources, expression: Expression, depth = 0): Expression {
  const current = unwrap(expression);
  if (depth > 32) return current;
  const next = nextOf(sources, current, depth);
  return next ? follow(sources, next, depth + 1) : current;
}

function nextOf(sources: Sources, current: Expression, depth: number): Expression | undefined {
  const { Node } = tsMorph();
  if (Node.isIdentifier(current)) return valueOfName(sources, current, current.getText(), depth);
  if (Node.isPropertyAccessExpression(current)) {
    return valueOfProperty(sources, current.getExpression(), current.getName(), depth);
  }
  if (!Node.isElementAccessExpression(current)) return undefined;
  const key = current.getArgumentExpression();
  return Node.isStringLiteral(key)
    ? valueOfProperty(sources, current.getExpression(), key.getLiteralValue(), depth)
    : undefined;
}

function valueOfProperty(
  sources: Sources,
  owner: Expression,
  name: string,
  depth: number,
): Expression | undefined {
  const { Node } = tsMorph();
  if (Node.isIdentifier(owner)) {
    const namespace = owner
      .getSourceFile()
      .getImportDeclarations()
      .find((declaration) => declaration.getNamespaceImport()?.getText() === owner.getText());
    if (namespace) {
      const from = pathOf(owner.getSourceFile());
      const target = sources.resolve(from, namespace.getModuleSpecifierValue());
      return target === undefined ? undefined : exportedValue(sources, target, name, depth + 1);
    }
  }
  const object = follow(sources, owner, depth + 1);
  if (!Node.isObjectLiteralExpression(object)) return undefined;
  const property = object.getProperty(name);
  return Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
}

/** The initialiser of the variable that `name` means at `node`, in its file or where it is imported from. */
export function valueOfName(
  sources: Sources,
  node: Node,
  name: string,
  depth = 0,
): Expression | undefined {
  const declaration = variableInScope(node, name);
  if (declaration) return isReassigned(declaration) ? undefined : declaration.getInitializer();
  const file = node.getSourceFile();
  const origin = importedFrom(sources, file, name);
  return origin && exportedValue(sources, origin.path, origin.name, depth + 1);
}

function variableInScope(node: Node, name: string): VariableDeclaration | undefined {
  const { Node } = tsMorph();
  for (const scope of [node, ...node.getAncestors()]) {
    if (!Node.isStatemented(scope)) continue;
    const found = scope.getVariableDeclaration(name);
    if (found) return found;
  }
  return undefined;
}

function isReassigned(declaration: VariableDeclaration): boolean {
  const { Node, SyntaxKind } = tsMorph();
  const statement = declaration.getVariableStatement();
  if (statement?.getDeclarationKind() === 'const') return false;
  return declaration
    .getSourceFile()
    .getDescendantsOfKind(SyntaxKind.BinaryExpression)
    .some(
      (node) =>
        node.getOperatorToken().getKind() === SyntaxKind.EqualsToken &&
        Node.isIdentifier(node.getLeft()) &&
        node.getLeft().getText() === declaration.getName(),
    );
}

/** Which file and export an imported name stands for; type-only imports do not count. */
export function importedFrom(
  sources: Sources,
  file: SourceFile,
  local: string,
): { path: string; name: string } | undefined {
  for (const declaration of file.getImportDeclarations()) {
    const path = sources.resolve(pathOf(file), declaration.getModuleSpecifierValue());
    if (path === undefined || declaration.isTypeOnly()) continue;
    if (declaration.getDefaultImport()?.getText() === local) return { path, name: 'default' };
    for (const named of declaration.getNamedImports()) {
      if ((named.getAliasNode()?.getText() ?? named.getName()) !== local) continue;
      if (!named.isTypeOnly()) return { path, name: named.getName() };
    }
  }
  return undefined;
}

/** The file and local name where an export of `path` is declared, through re-exports. */
export function exportOrigin(
  sources: Sources,
  path: string,
  name: string,
  depth = 0,
): { path: string; local: string } | undefined {
  if (depth > 32) return undefined;
  const file = sources.parse(path);
  for (const declaration of file.getExportDeclarations()) {
    const specifier = declaration.getModuleSpecifierValue();
    const target = specifier === undefined ? undefined : sources.resolve(path, specifier);
    for (const named of declaration.getNamedExports()) {
      if ((named.getAliasNode()?.getText() ?? named.getName()) !== name) continue;
      if (specifier !== undefined) {
        return target === undefined
          ? undefined
          : exportOrigin(sources, target, named.getName(), depth + 1);
      }
      return originOfLocal(sources, file, named.getName(), depth);
    }
    if (declaration.isNamespaceExport() && !declaration.getNamespaceExport() && target) {
      const found = name === 'default' ? undefined : exportOrigin(sources, target, name, depth + 1);
      if (found) return found;
    }
  }
  const declared = file
    .getStatements()
    .some((statement) => isExportOf(statement, name) && statement.getSourceFile() === file);
  return declared ? { path, local: name } : undefined;
}

function originOfLocal(sources: Sources, file: SourceFile, local: string, depth: number) {
  const imported = importedFrom(sources, file, local);
  return imported
    ? exportOrigin(sources, imported.path, imported.name, depth + 1)
    : { path: pathOf(file), local };
}

function isExportOf(statement: Node, name: string): boolean {
  const { Node } = tsMorph();
  if (Node.isExportAssignment(statement)) return name === 'default' && !statement.isExportEquals();
  if (Node.isVariableStatement(statement)) {
    return (
      statement.isExported() && statement.getDeclarations().some((one) => one.getName() === name)
    );
  }
  if (Node.isFunctionDeclaration(statement) || Node.isClassDeclaration(statement)) {
    return (
      statement.isExported() &&
      (statement.isDefaultExport() ? 'default' : statement.getName()) === name
    );
  }
  return false;
}

/** The value behind an export: the initialiser of a variable, or the expression of `export default`. */
export function exportedValue(
  sources: Sources,
  path: string,
  name: string,
  depth = 0,
): Expression | undefined {
  const origin = exportOrigin(sources, path, name, depth);
  if (!origin) return undefined;
  const file = sources.parse(origin.path);
  if (origin.local === 'default') {
    return file.getExportAssignment((one) => !one.isExportEquals())?.getExpression();
  }
  return valueOfName(sources, file, origin.local, depth + 1);
}
