import type ts from 'typescript';
import { newObject, type Analysis } from './analysis.js';
import { checkNamedWrite } from './named-write.js';
import { Environment } from './environment.js';
import { valueOfImport } from './modules.js';
import { noteOf } from './node-note.js';
import { calledPath } from './outside-path.js';
import { closureOf, read } from './read-expression.js';
import {
  makeValue,
  NONE,
  join,
  ofFunction,
  ofObject,
  UNKNOWN,
  type ScannedObject,
  type Value,
  mapped,
} from './value.js';
import {
  Kind,
  isAccessor,
  isArrowFunction,
  isClassLike,
  isClassStaticBlockDeclaration,
  isComputedPropertyName,
  isFunctionExpression,
  isIdentifier,
  isImportDeclaration,
  isMethodDeclaration,
  isNamespaceImport,
  isPropertyDeclaration,
  isTypeReferenceNode,
  isUnionTypeNode,
} from './syntax.js';

const nameOf = (typescript: typeof ts, name: ts.PropertyName | undefined): string | undefined =>
  name && !isComputedPropertyName(name) ? name.text : undefined;

/** The one object that stands for all instances of a class, with its fields and methods. */
export function instanceOf(
  analysis: Analysis,
  node: ts.ClassLikeDeclaration,
  scope: Environment,
): ScannedObject {
  const known = analysis.instances.get(node);
  if (known && analysis.ready.has(node)) return known;
  analysis.ready.add(node);
  const { typescript: ts } = analysis;
  // What the pass before has learned of the fields stays.
  const object = known ?? newObject(node, 'instance', node, scope);
  analysis.instances.set(node, object);
  const self = ofObject(object);
  const inside = new Environment(scope);
  inside.set('this', self);
  const parent = node.heritageClauses?.find(
    (clause) => (clause.token as number) === Kind.ExtendsKeyword,
  )?.types[0]?.expression;
  if (parent) {
    const base = read(analysis, parent, scope);
    for (const closure of base.functions)
      if (isClassLike(closure.node))
        for (const [key, value] of instanceOf(analysis, closure.node, closure.scope).properties)
          object.properties.set(key, value);
  }
  for (const member of node.members) {
    if (isStatic(analysis, member)) continue;
    const name = nameOf(ts, member.name);
    if (name === undefined) continue;
    if (isMethodDeclaration(member) || isAccessor(member))
      object.properties.set(name, ofFunction(closureOf(analysis, member, inside, self)));
  }
  for (const member of node.members) {
    if (isStatic(analysis, member) || !isPropertyDeclaration(member)) continue;
    const name = nameOf(ts, member.name);
    if (name === undefined) continue;
    const value = member.initializer
      ? fieldValue(analysis, member.initializer, inside, self)
      : typedValue(analysis, member.type, scope);
    if (member.initializer) checkNamedWrite(analysis, name, member, value);
    const before = object.properties.get(name);
    object.properties.set(name, before ? join(before, value) : value);
  }
  return object;
}

/** The static side of a class, read when the class is declared. */
export function classStatics(
  analysis: Analysis,
  node: ts.ClassLikeDeclaration,
  scope: Environment,
): ScannedObject {
  const known = analysis.statics.get(node);
  if (known) return known;
  const { typescript: ts } = analysis;
  const object = newObject(node, 'object');
  analysis.statics.set(node, object);
  const inside = new Environment(scope);
  inside.set('this', ofObject(object));
  for (const member of node.members) {
    if (isClassStaticBlockDeclaration(member) || !isStatic(analysis, member)) continue;
    const name = nameOf(ts, member.name);
    if (name === undefined) continue;
    if (isMethodDeclaration(member) || isAccessor(member))
      object.properties.set(
        name,
        ofFunction(closureOf(analysis, member, inside, ofObject(object))),
      );
    else if (isPropertyDeclaration(member) && member.initializer)
      object.properties.set(
        name,
        fieldValue(analysis, member.initializer, inside, ofObject(object)),
      );
  }
  return object;
}

function fieldValue(
  analysis: Analysis,
  node: ts.Expression,
  inside: Environment,
  self: Value,
): Value {
  if (isArrowFunction(node) || isFunctionExpression(node))
    return ofFunction(closureOf(analysis, node, inside, self));
  return read(analysis, node, inside);
}

function isStatic(analysis: Analysis, member: ts.ClassElement): boolean {
  const { typescript: ts } = analysis;
  return (
    ts.canHaveModifiers(member) &&
    ts.getModifiers(member)?.some((one) => (one.kind as number) === Kind.StaticKeyword) === true
  );
}

/** What a declared type says of a value: an instance of an outside class, or of a scanned one. */
export function typedValue(
  analysis: Analysis,
  type: ts.TypeNode | undefined,
  scope: Environment,
): Value {
  if (!type) return UNKNOWN;
  if (isUnionTypeNode(type))
    return type.types.map((one) => typedValue(analysis, one, scope)).reduce(join, UNKNOWN);
  if (!isTypeReferenceNode(type)) return UNKNOWN;
  const { typeName } = type;
  const [wrapped] = type.typeArguments ?? [];
  if (isIdentifier(typeName) && /^(?:Promise|Awaited|Readonly|Partial)$/.test(typeName.text))
    return typedValue(analysis, wrapped, scope);
  const value = entityValue(analysis, typeName, scope);
  const [closure] = value.functions;
  if (closure && isClassLike(closure.node))
    return ofObject(instanceOf(analysis, closure.node, closure.scope));
  return makeValue(NONE, undefined, undefined, mapped(value.paths, calledPath), NONE, NONE);
}

/** A name in the place of a type is looked for among the imports of its file. */
function importNamed(analysis: Analysis, name: ts.Identifier): ts.Declaration | undefined {
  const note = noteOf(analysis, name);
  if (note.typeImport !== undefined) return note.typeImport ?? undefined;
  const source = name.getSourceFile();
  let known = analysis.imports.get(source);
  if (known === undefined) analysis.imports.set(source, (known = importsOf(source)));
  const declaration = known.get(name.text);
  note.typeImport = declaration ?? null;
  return declaration;
}

/** The names that a file imports; of a name imported twice the first one counts. */
function importsOf(source: ts.SourceFile): Map<string, ts.Declaration> {
  const imports = new Map<string, ts.Declaration>();
  const add = (name: string, declaration: ts.Declaration): void => {
    if (!imports.has(name)) imports.set(name, declaration);
  };
  for (const statement of source.statements) {
    const clause = isImportDeclaration(statement) ? statement.importClause : undefined;
    if (clause?.name) add(clause.name.text, clause);
    const bindings = clause?.namedBindings;
    if (!bindings) continue;
    if (isNamespaceImport(bindings)) add(bindings.name.text, bindings);
    else for (const one of bindings.elements) add(one.name.text, one);
  }
  return imports;
}

function entityValue(analysis: Analysis, name: ts.EntityName, scope: Environment): Value {
  if (isIdentifier(name)) {
    const declaration = importNamed(analysis, name);
    if (!declaration) return read(analysis, name, scope);
    return valueOfImport(analysis, declaration) ?? UNKNOWN;
  }
  const left = entityValue(analysis, name.left, scope);
  return makeValue(
    NONE,
    undefined,
    undefined,
    mapped(left.paths, (path) => `${path}.${name.right.text}`),
    NONE,
    NONE,
  );
}
