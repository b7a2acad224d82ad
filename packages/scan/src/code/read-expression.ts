import type ts from 'typescript';
import { accessKey, bare, isCalledSecret, lookUp, setPath } from './access-key.js';
import { objectAt, type Analysis } from './analysis.js';
import { assignTo } from './assign.js';
import { readCall } from './read-call.js';
import { readElement } from './read-element.js';
import { readArray, readObject } from './read-literal.js';
import { isMore, named, TEXTS_FOR } from './named-value.js';
import { bodyOf, noteOf } from './node-note.js';
import { readJsx } from './read-jsx.js';
import { Environment, type Closure } from './environment.js';
import { classStatics } from './class-objects.js';
import { importedValue } from './modules.js';
import { memberOf, elementOf } from './read-member.js';
import { joinText } from './join-text.js';
import { checkCodeText } from './code-text.js';
import { checkRandomBytes } from './random-bytes.js';
import { checkStep, isWeakKey, protoKey } from './property-write.js';
import { refine } from './refine.js';
import { report } from './report-hit.js';
import { globalValue } from './globals.js';
import { checkPattern, patternOf } from './regex-use.js';
import { checkCredentialComparison } from './credential-write.js';
import { checkComparison, checkLength } from './type-confusion.js';
import {
  makeValue,
  NONE,
  constant,
  join,
  madeOf,
  ofFunction,
  ofObject,
  PLAIN,
  UNKNOWN,
  type Value,
  withPaths,
} from './value.js';
import {
  Kind,
  isElementAccessExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isStringLiteralLike,
  lastNameOf,
} from './syntax.js';

const TRUE = constant(true);
const FALSE = constant(false);
const NULL = constant(null);

/** What an expression can be at this point, with everything it does on the way. */
export function read(analysis: Analysis, node: ts.Expression, scope: Environment): Value {
  if (analysis.budget <= 0) {
    analysis.exhausted = true;
    return UNKNOWN;
  }
  analysis.budget -= 1;
  switch (node.kind as number) {
    case Kind.Identifier:
      return readIdentifier(analysis, node as ts.Identifier, scope);
    case Kind.StringLiteral:
    case Kind.NoSubstitutionTemplateLiteral: {
      const note = noteOf(analysis, node);
      return (note.literal ??= constant((node as ts.StringLiteral).text));
    }
    case Kind.NumericLiteral: {
      const note = noteOf(analysis, node);
      return (note.literal ??= constant(Number((node as ts.NumericLiteral).text)));
    }
    case Kind.TrueKeyword:
      return TRUE;
    case Kind.FalseKeyword:
      return FALSE;
    case Kind.NullKeyword:
      return NULL;
    case Kind.ThisKeyword:
      return scope.get('this') ?? UNKNOWN;
    case Kind.ParenthesizedExpression:
    case Kind.AsExpression:
    case Kind.NonNullExpression:
    case Kind.SatisfiesExpression:
    case Kind.TypeAssertionExpression:
    case Kind.AwaitExpression:
      return read(analysis, (node as ts.ParenthesizedExpression).expression, scope);
    case Kind.PropertyAccessExpression:
      return readProperty(analysis, node as ts.PropertyAccessExpression, scope);
    case Kind.ElementAccessExpression:
      return readElement(analysis, node as ts.ElementAccessExpression, scope);
    case Kind.CallExpression:
    case Kind.NewExpression:
      return readCall(analysis, node as ts.CallExpression | ts.NewExpression, scope);
    case Kind.TemplateExpression:
      return readTemplate(analysis, node as ts.TemplateExpression, scope);
    case Kind.TaggedTemplateExpression:
      return readTagged(analysis, node as ts.TaggedTemplateExpression, scope);
    case Kind.BinaryExpression:
      return readBinary(analysis, node as ts.BinaryExpression, scope);
    case Kind.ConditionalExpression:
      return readConditional(analysis, node as ts.ConditionalExpression, scope);
    case Kind.ObjectLiteralExpression:
      return readObject(analysis, node as ts.ObjectLiteralExpression, scope);
    case Kind.ArrayLiteralExpression:
      return readArray(analysis, node as ts.ArrayLiteralExpression, scope);
    case Kind.ArrowFunction:
    case Kind.FunctionExpression:
      return ofFunction(closureOf(analysis, node as ts.ArrowFunction, scope));
    case Kind.ClassExpression:
      classStatics(analysis, node as ts.ClassExpression, scope);
      return ofFunction(closureOf(analysis, node as ts.ClassExpression, scope));
    case Kind.RegularExpressionLiteral:
      checkPattern(analysis, node, patternOf(analysis, node));
      return withPaths(ofObject(objectAt(analysis, node, 'object')), ['RegExp()']);
    case Kind.PrefixUnaryExpression:
    case Kind.PostfixUnaryExpression: {
      const { operand } = node as ts.PrefixUnaryExpression;
      const operator: number = (node as ts.PrefixUnaryExpression).operator;
      const value = read(analysis, operand, scope);
      const [only] = value.constants ?? [];
      if (operator === Kind.ExclamationToken)
        return value.constants
          ? makeValue(
              NONE,
              [...new Set(value.constants.map((one) => !one))],
              undefined,
              NONE,
              NONE,
              NONE,
            )
          : randomOnly([value]);
      if (operator === Kind.MinusToken && typeof only === 'number') return constant(-only);
      if (operator === Kind.PlusPlusToken || operator === Kind.MinusMinusToken)
        assignTo(analysis, operand, UNKNOWN, scope);
      return randomOnly([value]);
    }
    case Kind.DeleteExpression:
      checkDelete(analysis, node as ts.DeleteExpression, scope);
      return UNKNOWN;
    case Kind.TypeOfExpression:
    case Kind.VoidExpression:
      read(analysis, (node as ts.VoidExpression).expression, scope);
      return PLAIN;
    case Kind.SpreadElement:
      return elementOf(read(analysis, (node as ts.SpreadElement).expression, scope));
    case Kind.YieldExpression: {
      const { expression } = node as ts.YieldExpression;
      const value = expression ? read(analysis, expression, scope) : UNKNOWN;
      analysis.frames.at(-1)?.returns.push(value);
      return UNKNOWN;
    }
    case Kind.JsxElement:
    case Kind.JsxSelfClosingElement:
    case Kind.JsxFragment:
      return readJsx(analysis, node, scope);
    default:
      return UNKNOWN;
  }
}

/** The closure of a function where it stands; remembered, so that what nobody calls is read too. */
export function closureOf(
  analysis: Analysis,
  node: Closure['node'],
  scope: Environment,
  self?: Value,
): Closure {
  const body = bodyOf(analysis, node);
  const { closure: known } = body;
  if (known && known.scope === scope) return known;
  if (!known) analysis.met.push(body);
  return (body.closure = { node, scope, self });
}

export function readIdentifier(analysis: Analysis, node: ts.Identifier, scope: Environment): Value {
  const { key } = lookUp(analysis, node);
  const value =
    key === undefined
      ? globalValue(analysis, node, scope)
      : variableValue(analysis, node, key, scope);
  return isMore(value) ? value : named(isCalledSecret(analysis, node), value, node);
}

function variableValue(
  analysis: Analysis,
  node: ts.Identifier,
  key: string,
  scope: Environment,
): Value {
  const own = scope.get(key);
  const captured = analysis.captured.get(key);
  if (!own) return captured ?? importedValue(analysis, node) ?? UNKNOWN;
  return captured ? join(own, captured) : own;
}

function readProperty(
  analysis: Analysis,
  node: ts.PropertyAccessExpression,
  scope: Environment,
): Value {
  const base = read(analysis, node.expression, scope);
  checkLength(analysis, node, base);
  const key = accessKey(analysis, node);
  const known = key === undefined ? undefined : scope.get(key);
  const value = known ?? memberOf(analysis, base, node.name.text, node);
  if (isMore(value)) return value;
  const isSecret =
    isCalledSecret(analysis, node.name) && !TEXTS_FOR.test(lastNameOf(node.expression));
  return named(isSecret, value, node);
}

function readTemplate(analysis: Analysis, node: ts.TemplateExpression, scope: Environment): Value {
  const parts: Value[] = [constant(node.head.text)];
  for (const span of node.templateSpans)
    parts.push(read(analysis, span.expression, scope), constant(span.literal.text));
  checkCodeText(analysis, node, parts);
  return joinText(parts);
}

function readTagged(
  analysis: Analysis,
  node: ts.TaggedTemplateExpression,
  scope: Environment,
): Value {
  const tag = bare(analysis, node.tag);
  read(analysis, tag, scope);
  const text = isNoSubstitutionTemplateLiteral(node.template)
    ? constant(node.template.text)
    : readTemplate(analysis, node.template, scope);
  const name = isIdentifier(tag) ? tag.text : isPropertyAccessExpression(tag) ? tag.name.text : '';
  // Tags of database and shell libraries pass the parts as parameters, not as text.
  if (/^(?:sql|SQL|\$|html|prisma|\$queryRaw|\$executeRaw)\d*$/.test(name)) return UNKNOWN;
  if (/escape|quote/i.test(tag.getText())) return UNKNOWN;
  return text;
}

function readConditional(
  analysis: Analysis,
  node: ts.ConditionalExpression,
  scope: Environment,
): Value {
  read(analysis, node.condition, scope);
  const branches = [true, false].map((truth) => {
    const branch = new Environment(scope);
    refine(analysis, node.condition, truth, branch);
    return branch;
  }) as [Environment, Environment];
  const yes = read(analysis, node.whenTrue, branches[0]);
  const no = read(analysis, node.whenFalse, branches[1]);
  scope.merge(branches);
  scope.dead = false;
  return join(yes, no);
}

function readBinary(analysis: Analysis, node: ts.BinaryExpression, scope: Environment): Value {
  const operator: number = node.operatorToken.kind;
  if (operator === Kind.EqualsToken) {
    const value = read(analysis, node.right, scope);
    checkStep(analysis, node, value);
    assignTo(analysis, node.left, value, scope);
    return value;
  }
  if (operator === Kind.CommaToken) {
    read(analysis, node.left, scope);
    return read(analysis, node.right, scope);
  }
  const left = read(analysis, node.left, scope);
  switch (operator) {
    case Kind.BarBarToken:
    case Kind.AmpersandAmpersandToken:
    case Kind.QuestionQuestionToken: {
      const branch = new Environment(scope);
      if (operator !== Kind.QuestionQuestionToken)
        refine(analysis, node.left, operator === Kind.AmpersandAmpersandToken, branch);
      const right = read(analysis, node.right, branch);
      scope.merge([branch, new Environment(scope)]);
      scope.dead = false;
      if (operator === Kind.AmpersandAmpersandToken) return right;
      const falsy = left.constants?.every((one) => !one) === true;
      return falsy ? right : join(left, right);
    }
    case Kind.PlusToken: {
      const right = read(analysis, node.right, scope);
      checkRandomBytes(analysis, node, left, right);
      checkCodeText(analysis, node, [left, right]);
      return joinText([left, right]);
    }
    case Kind.PlusEqualsToken: {
      const value = joinText([left, read(analysis, node.right, scope)]);
      assignTo(analysis, node.left, value, scope);
      return value;
    }
    case Kind.BarBarEqualsToken:
    case Kind.QuestionQuestionEqualsToken:
    case Kind.AmpersandAmpersandEqualsToken: {
      const value = join(left, read(analysis, node.right, scope));
      assignTo(analysis, node.left, value, scope);
      return value;
    }
    default: {
      const right = read(analysis, node.right, scope);
      checkRandomBytes(analysis, node, left, right);
      checkComparison(analysis, node, left, right);
      checkCredentialComparison(analysis, node, left, right);
      if (operator >= Kind.EqualsToken && operator <= Kind.LastAssignment)
        assignTo(analysis, node.left, UNKNOWN, scope);
      return randomOnly([left, right]);
    }
  }
}

/** Arithmetic leaves no text, but what is computed from weak chance stays weak. */
const randomOnly = (values: readonly Value[]): Value => {
  const taints = madeOf(values).taints.filter((taint) => taint.kind === 'random');
  return taints.length === 0 ? PLAIN : makeValue(taints, undefined, undefined, NONE, NONE, NONE);
};

/** `delete object[key]` with a key of a stranger takes away what others rely on. */
function checkDelete(analysis: Analysis, node: ts.DeleteExpression, scope: Environment): void {
  read(analysis, node.expression, scope);
  const target = bare(analysis, node.expression);
  const name = isPropertyAccessExpression(target)
    ? target.name.text
    : isElementAccessExpression(target) && isStringLiteralLike(target.argumentExpression)
      ? target.argumentExpression.text
      : undefined;
  if (name !== undefined) {
    // What is taken away is not there any more.
    const { expression } = target as ts.PropertyAccessExpression;
    for (const object of read(analysis, expression, scope).objects) object.properties.delete(name);
    const path = accessKey(analysis, target);
    if (path !== undefined) setPath(analysis, scope, path, constant(undefined));
  }
  if (!isElementAccessExpression(target)) return;
  const key = protoKey(read(analysis, target.argumentExpression, scope));
  if (key && !isWeakKey(key)) report(analysis, 'property-injection', node, key);
}
