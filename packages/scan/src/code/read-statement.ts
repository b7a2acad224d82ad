import type ts from 'typescript';
import type { Analysis, Frame } from './analysis.js';
import { assignTo, bindName } from './assign.js';
import { classStatics, instanceOf, typedValue } from './class-objects.js';
import { Environment } from './environment.js';
import { exportOf, moduleOf, moduleValue } from './modules.js';
import { closureOf, read } from './read-expression.js';
import { elementOf } from './read-member.js';
import { refineEqual } from './refine-comparison.js';
import { refine } from './refine.js';
import { refineByStatement } from './refine-statement.js';
import { declarationsOf, symbolKey } from './access-key.js';
import { report } from './report-hit.js';
import {
  constant,
  join,
  namesOf,
  ofFunction,
  sameValue,
  tainted,
  UNKNOWN,
  type Value,
  withTaints,
} from './value.js';
import {
  Kind,
  isCallExpression,
  isCaseClause,
  isDoStatement,
  isEnumDeclaration,
  isExportAssignment,
  isExportDeclaration,
  isForInStatement,
  isForOfStatement,
  isForStatement,
  isFunctionDeclaration,
  isFunctionLike,
  isIdentifier,
  isImportDeclaration,
  isNamedExports,
  isPrefixUnaryExpression,
  isStringLiteral,
  isVariableDeclarationList,
  isWhileStatement,
} from './syntax.js';

/** Reads statements in order; function and class declarations are known from the start. */
export function readStatements(
  analysis: Analysis,
  statements: readonly ts.Statement[],
  scope: Environment,
): void {
  for (const statement of statements)
    if (isFunctionDeclaration(statement) && statement.body) hoist(analysis, statement, scope);
  for (const statement of statements) {
    // Without the second test, loops in loops go on for ever when nothing is left to read with.
    if (scope.dead || analysis.exhausted) return;
    readStatement(analysis, statement, scope);
  }
}

function hoist(analysis: Analysis, node: ts.FunctionDeclaration, scope: Environment): void {
  const value = ofFunction(closureOf(analysis, node, scope));
  const key = node.name && symbolKey(analysis, node.name);
  if (key !== undefined) scope.set(key, value);
  exportNamed(analysis, node, node.name?.text, value);
}

function exportNamed(
  analysis: Analysis,
  node: ts.Declaration | ts.VariableStatement,
  name: string | undefined,
  value: Value,
): void {
  const { typescript: ts } = analysis;
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  if (!modifiers?.some((one) => (one.kind as number) === Kind.ExportKeyword)) return;
  const isDefault = modifiers.some((one) => (one.kind as number) === Kind.DefaultKeyword);
  const key = isDefault ? 'default' : name;
  if (key !== undefined) moduleOf(analysis, node)?.exports.properties.set(key, value);
}

export function readStatement(analysis: Analysis, node: ts.Statement, scope: Environment): void {
  switch (node.kind as number) {
    case Kind.VariableStatement:
      readVariables(analysis, node as ts.VariableStatement, scope);
      return;
    case Kind.ExpressionStatement:
      read(analysis, (node as ts.ExpressionStatement).expression, scope);
      refineByStatement(analysis, (node as ts.ExpressionStatement).expression, scope);
      return;
    case Kind.ReturnStatement: {
      const { expression } = node as ts.ReturnStatement;
      const value = expression ? read(analysis, expression, scope) : constant(undefined);
      analysis.frames.at(-1)?.returns.push(value);
      scope.dead = true;
      return;
    }
    case Kind.ThrowStatement:
      read(analysis, (node as ts.ThrowStatement).expression, scope);
      checkThrow(analysis, node as ts.ThrowStatement);
      scope.dead = true;
      return;
    case Kind.Block:
      readStatements(analysis, (node as ts.Block).statements, scope);
      return;
    case Kind.IfStatement:
      readIf(analysis, node as ts.IfStatement, scope);
      return;
    case Kind.ForStatement:
    case Kind.ForInStatement:
    case Kind.ForOfStatement:
    case Kind.WhileStatement:
    case Kind.DoStatement:
      readLoop(analysis, node as ts.IterationStatement, scope);
      return;
    case Kind.SwitchStatement:
      readSwitch(analysis, node as ts.SwitchStatement, scope);
      return;
    case Kind.TryStatement:
      readTry(analysis, node as ts.TryStatement, scope);
      return;
    case Kind.BreakStatement:
    case Kind.ContinueStatement: {
      const exits = analysis.frames.at(-1)?.exits.at(-1);
      const base = exits?.[0];
      if (exits && base) exits.push(scope.since(base));
      scope.dead = true;
      return;
    }
    case Kind.LabeledStatement:
      readStatement(analysis, (node as ts.LabeledStatement).statement, scope);
      return;
    case Kind.ClassDeclaration:
      readClass(analysis, node as ts.ClassDeclaration, scope);
      return;
    case Kind.FunctionDeclaration:
      return;
    default:
      readModuleStatement(analysis, node, scope);
  }
}

function readModuleStatement(analysis: Analysis, node: ts.Statement, scope: Environment): void {
  const module = moduleOf(analysis, node);
  if (isExportAssignment(node)) {
    const value = read(analysis, node.expression, scope);
    if (node.isExportEquals && module) module.whole = value;
    else module?.exports.properties.set('default', value);
  } else if (isExportDeclaration(node) && module) {
    const { moduleSpecifier, exportClause } = node;
    const whole =
      moduleSpecifier && isStringLiteral(moduleSpecifier)
        ? moduleValue(analysis, module.path, moduleSpecifier.text)
        : undefined;
    if (exportClause && isNamedExports(exportClause)) {
      for (const element of exportClause.elements) {
        const name = element.propertyName ?? element.name;
        const value = whole
          ? exportOf(whole, name.text)
          : isIdentifier(name)
            ? localExport(analysis, name, scope)
            : UNKNOWN;
        module.exports.properties.set(element.name.text, value);
      }
    } else if (exportClause && whole) module.exports.properties.set(exportClause.name.text, whole);
    else
      for (const object of whole?.objects ?? [])
        for (const [key, value] of object.properties)
          if (key !== 'default') module.exports.properties.set(key, value);
  } else if (isImportDeclaration(node) && module && isStringLiteral(node.moduleSpecifier))
    moduleValue(analysis, module.path, node.moduleSpecifier.text);
  else if (isEnumDeclaration(node)) readEnum(analysis, node, scope);
}

function readEnum(analysis: Analysis, node: ts.EnumDeclaration, scope: Environment): void {
  for (const member of node.members)
    if (member.initializer) read(analysis, member.initializer, scope);
}

function localExport(analysis: Analysis, name: ts.Identifier, scope: Environment): Value {
  const declaration = declarationsOf(analysis, name)[0] as ts.NamedDeclaration | undefined;
  return declaration?.name && isIdentifier(declaration.name)
    ? read(analysis, declaration.name, scope)
    : UNKNOWN;
}

function readVariables(analysis: Analysis, node: ts.VariableStatement, scope: Environment): void {
  readDeclarations(analysis, node.declarationList, scope);
  for (const declaration of node.declarationList.declarations) {
    if (!isIdentifier(declaration.name)) continue;
    const key = symbolKey(analysis, declaration.name);
    const value = key === undefined ? undefined : scope.get(key);
    if (value) exportNamed(analysis, node, declaration.name.text, value);
  }
}

export function readDeclarations(
  analysis: Analysis,
  list: ts.VariableDeclarationList,
  scope: Environment,
): void {
  for (const declaration of list.declarations) {
    const { initializer } = declaration;
    if (!initializer && (declaration.parent.parent.kind as number) === Kind.ForInStatement)
      continue;
    let value = initializer
      ? read(analysis, initializer, scope)
      : declaration.type
        ? typedValue(analysis, declaration.type, scope)
        : constant(undefined);
    if (value === UNKNOWN && declaration.type)
      value = typedValue(analysis, declaration.type, scope);
    bindName(analysis, declaration.name, value, scope);
  }
}

function readClass(analysis: Analysis, node: ts.ClassDeclaration, scope: Environment): void {
  const value = ofFunction(closureOf(analysis, node, scope));
  const key = node.name && symbolKey(analysis, node.name);
  if (key !== undefined) scope.set(key, value);
  exportNamed(analysis, node, node.name?.text, value);
  instanceOf(analysis, node, scope);
  classStatics(analysis, node, scope);
}

function readIf(analysis: Analysis, node: ts.IfStatement, scope: Environment): void {
  read(analysis, node.expression, scope);
  const [yes, no] = [new Environment(scope), new Environment(scope)];
  refine(analysis, node.expression, true, yes);
  refine(analysis, node.expression, false, no);
  readStatement(analysis, node.thenStatement, yes);
  if (node.elseStatement) readStatement(analysis, node.elseStatement, no);
  scope.merge([yes, no]);
}

/** An error in a callback that runs on its own later has nobody above it to catch it. */
function checkThrow(analysis: Analysis, node: ts.ThrowStatement): void {
  const { typescript: ts } = analysis;
  for (let at = analysis.frames.length - 1; at >= 0; at -= 1) {
    const frame = analysis.frames[at];
    if (!frame || frame.guards > 0) return;
    const { node: owner } = frame;
    if (isFunctionLike(owner) && ts.canHaveModifiers(owner))
      if (ts.getModifiers(owner)?.some((one) => (one.kind as number) === Kind.AsyncKeyword)) return;
    if (frame.later) {
      // What a file does while it is loaded runs before anybody asks it anything.
      let outer: ts.Node | undefined = owner.parent;
      while (outer && !isFunctionLike(outer)) outer = outer.parent;
      if (outer) report(analysis, 'request-crash', node);
      return;
    }
  }
}

const frameOf = (analysis: Analysis): Frame | undefined => analysis.frames.at(-1);

/** Loops and switches around a loop, above which it is read once: the outer ones are read twice and find what it writes. */
const DEEPEST_LOOP = 4;

function readLoop(analysis: Analysis, node: ts.IterationStatement, scope: Environment): void {
  const frame = frameOf(analysis);
  if (isForStatement(node) && node.initializer) {
    if (isVariableDeclarationList(node.initializer))
      readDeclarations(analysis, node.initializer, scope);
    else read(analysis, node.initializer, scope);
  }
  const condition = isForStatement(node)
    ? node.condition
    : isWhileStatement(node) || isDoStatement(node)
      ? node.expression
      : undefined;
  // Once more when the first round has changed what the second one finds; deeper inside once, or the time doubles with each loop.
  const rounds = (frame?.exits.length ?? 0) < DEEPEST_LOOP ? 2 : 1;
  let left = false;
  for (let round = 0; round < rounds; round += 1) {
    const body = new Environment(scope);
    const exits: Environment[] = [scope];
    frame?.exits.push(exits);
    if (condition) {
      read(analysis, condition, body);
      if (!isDoStatement(node)) refine(analysis, condition, true, body);
    }
    if (isForInStatement(node) || isForOfStatement(node)) {
      const over = read(analysis, node.expression, body);
      const value = isForOfStatement(node) ? elementOf(over) : keyValue(node, over);
      if (isVariableDeclarationList(node.initializer)) {
        const [declaration] = node.initializer.declarations;
        if (declaration) bindName(analysis, declaration.name, value, body);
      } else assignTo(analysis, node.initializer, value, body);
    }
    readStatement(analysis, node.statement, body);
    if (isForStatement(node) && node.incrementor) read(analysis, node.incrementor, body);
    frame?.exits.pop();
    const ends = exits.slice(1);
    const before = valuesBefore(scope, [body, ...ends]);
    // The body of a `do` has been passed at least once.
    const passed = isDoStatement(node) && !body.dead;
    scope.merge(passed ? [body, ...ends] : [body, ...ends, new Environment(scope)]);
    scope.dead = false;
    if (ends.length > 0) left = true;
    if (!changed(scope, before)) break;
  }
  // Left by nothing else, a loop ends when its condition does not hold: `while (!OURS.has(x)) x = next();`
  if (condition && !left && (isPrefixUnaryExpression(condition) || isCallExpression(condition)))
    refine(analysis, condition, false, scope);
}

/** What the variables that a round has written were before it. */
function valuesBefore(scope: Environment, ends: readonly Environment[]): Map<string, Value> {
  const before = new Map<string, Value>();
  for (const end of ends)
    if (!end.dead)
      for (const key of end.values.keys()) {
        const value = scope.get(key);
        if (value) before.set(key, value);
      }
  return before;
}

const changed = (scope: Environment, before: ReadonlyMap<string, Value>): boolean => {
  for (const [key, value] of before) {
    const now = scope.get(key);
    if (!now || !sameValue(now, value)) return true;
  }
  return false;
};

/** The keys of an object that can be anything are keys of a stranger's choosing. */
function keyValue(node: ts.ForInStatement, over: Value): Value {
  const value = tainted('own-key', node.expression);
  const taints = namesOf(over);
  return taints.length > 0 ? withTaints(value, [...value.taints, ...taints]) : value;
}

function readSwitch(analysis: Analysis, node: ts.SwitchStatement, scope: Environment): void {
  read(analysis, node.expression, scope);
  const exits: Environment[] = [scope];
  frameOf(analysis)?.exits.push(exits);
  let through: Environment | undefined;
  let hasDefault = false;
  for (const clause of node.caseBlock.clauses) {
    const branch = new Environment(scope);
    if (isCaseClause(clause)) {
      read(analysis, clause.expression, scope);
      if (clause.statements.length > 0 || !through)
        refineEqual(analysis, node.expression, clause.expression, branch);
    } else hasDefault = true;
    if (through && !through.dead) {
      const entry = new Environment(scope);
      entry.merge([branch, through]);
      readStatements(analysis, clause.statements, entry);
      through = entry;
    } else {
      readStatements(analysis, clause.statements, branch);
      through = branch;
    }
  }
  frameOf(analysis)?.exits.pop();
  const ends = exits.slice(1);
  if (through) ends.push(through);
  if (!hasDefault) ends.push(new Environment(scope));
  scope.merge(ends);
}

function readTry(analysis: Analysis, node: ts.TryStatement, scope: Environment): void {
  const tried = new Environment(scope);
  const frame = frameOf(analysis);
  if (frame && node.catchClause) frame.guards += 1;
  readStatements(analysis, node.tryBlock.statements, tried);
  if (frame && node.catchClause) frame.guards -= 1;
  const caught = new Environment(scope);
  if (node.catchClause) {
    // Anything the block wrote may or may not have happened.
    for (const [key, value] of tried.values) {
      const before = scope.get(key);
      caught.set(
        key,
        value && before ? join(value, before) : /^\d+$/.test(key) ? value : undefined,
      );
    }
    const { variableDeclaration, block } = node.catchClause;
    if (variableDeclaration)
      bindName(analysis, variableDeclaration.name, tainted('error', variableDeclaration), caught);
    readStatements(analysis, block.statements, caught);
  } else caught.dead = true;
  scope.merge([tried, caught]);
  const dead = scope.dead;
  if (node.finallyBlock) {
    scope.dead = false;
    readStatements(analysis, node.finallyBlock.statements, scope);
    scope.dead = scope.dead || dead;
  }
}
