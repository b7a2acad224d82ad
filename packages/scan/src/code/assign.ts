import type ts from 'typescript';
import { accessKey, bare, forgetBelow, setPath, symbolKey, declarationsOf } from './access-key.js';
import { newObject, objectAt, type Analysis } from './analysis.js';
import { checkNamedWrite } from './named-write.js';
import { namedMember } from './named-value.js';
import { checkOutlet } from './outlet-write.js';
import { checkPropertyWrite } from './property-write.js';
import { classStatics } from './class-objects.js';
import type { Environment } from './environment.js';
import { moduleOf } from './modules.js';
import { read } from './read-expression.js';
import { elementOf, memberOf } from './read-member.js';
import {
  makeValue,
  join,
  madeOf,
  ofPath,
  textOf,
  UNKNOWN,
  type Taint,
  type Value,
  withTaints,
} from './value.js';
import {
  isArrayBindingPattern,
  isArrayLiteralExpression,
  isBinaryExpression,
  isClassLike,
  isComputedPropertyName,
  isElementAccessExpression,
  isFunctionLike,
  isIdentifier,
  isObjectBindingPattern,
  isObjectLiteralExpression,
  isOmittedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isSourceFile,
  isSpreadElement,
  isStringLiteralLike,
} from './syntax.js';

/** Writes a value to whatever stands at the left: a variable, a field, an element, a pattern. */
export function assignTo(
  analysis: Analysis,
  target: ts.Expression,
  value: Value,
  scope: Environment,
): void {
  const node = bare(analysis, target);
  if (isIdentifier(node)) {
    const key = symbolKey(analysis, node);
    if (key === undefined) {
      const module = node.text === 'exports' ? moduleOf(analysis, node) : undefined;
      if (module) module.whole = value;
      else writeGlobal(analysis, node, value);
      return;
    }
    writeVariable(analysis, node, key, value, scope);
  } else if (isPropertyAccessExpression(node))
    assignMember(analysis, node, node.name.text, undefined, value, scope);
  else if (isElementAccessExpression(node)) {
    const index = read(analysis, node.argumentExpression, scope);
    const names = index.constants?.map(String);
    assignMember(analysis, node, names?.length === 1 ? names[0] : undefined, index, value, scope);
  } else if (isObjectLiteralExpression(node)) {
    for (const property of node.properties) {
      if (isPropertyAssignment(property)) {
        const name = isComputedPropertyName(property.name) ? undefined : property.name.text;
        const part =
          name === undefined ? elementOf(value) : memberOf(analysis, value, name, property);
        assignTo(analysis, property.initializer, part, scope);
      } else if (isShorthandPropertyAssignment(property))
        assignTo(
          analysis,
          property.name,
          memberOf(analysis, value, property.name.text, property),
          scope,
        );
    }
  } else if (isArrayLiteralExpression(node)) {
    node.elements.forEach((element, index) => {
      if (isOmittedExpression(element)) return;
      const inner = isSpreadElement(element) ? element.expression : element;
      assignTo(analysis, inner, memberOf(analysis, value, String(index), element), scope);
    });
  } else if (isBinaryExpression(node)) assignTo(analysis, node.left, value, scope);
}

const isData = (taint: Taint): boolean => taint.kind !== 'proto-key' && taint.kind !== 'own-key';

/** A variable that nobody declares belongs to the whole file. */
function writeGlobal(analysis: Analysis, node: ts.Identifier, value: Value): void {
  const key = `${node.getSourceFile().fileName}:${node.text}`;
  const known = analysis.captured.get(key);
  analysis.captured.set(key, known ? join(known, value) : value);
}

/** A variable of an outer function can be read at any time, so a write from inside is only added. */
function writeVariable(
  analysis: Analysis,
  node: ts.Identifier,
  key: string,
  value: Value,
  scope: Environment,
): void {
  checkNamedWrite(analysis, node.text, node.parent, value);
  scope.set(key, value);
  forgetBelow(analysis, scope, key);
  if (!declaredHere(analysis, node)) {
    const known = analysis.captured.get(key);
    analysis.captured.set(key, known ? join(known, value) : value);
  }
}

function declaredHere(analysis: Analysis, node: ts.Identifier): boolean {
  const [declaration] = declarationsOf(analysis, node);
  const owner = (inner: ts.Node | undefined) => {
    let at = inner;
    while (at && !isFunctionLike(at) && !isSourceFile(at)) at = at.parent;
    return at;
  };
  return declaration !== undefined && owner(declaration) === owner(node);
}

const HOST_GIVEN = /^(?:runtime|signal|logger)$/;
const isFromCaller = ({ kind }: Taint): boolean => kind === 'param' || kind === 'library';

/** `const { apiKey, ...rest } = config`: the rest has no key. */
function withoutPicked(value: Value, pattern: ts.ObjectBindingPattern, rest: ts.Node): Value {
  if (value.objects.length === 0) return value;
  const picked = new Set(
    pattern.elements.map((one) => (one.propertyName ?? one.name).getText().replaceAll(/['"]/g, '')),
  );
  const objects = value.objects.map((object) => {
    const left = newObject(rest, 'object');
    for (const [key, inner] of object.properties)
      if (!picked.has(key)) left.properties.set(key, inner);
    left.rest = object.rest;
    return left;
  });
  return makeValue(value.taints, undefined, undefined, value.paths, value.functions, objects);
}

/** What somebody writes over a secret before others see it. */
const MASK = /^(?:[*x•.]*|\W?(?:hidden|redacted|masked|removed|filtered|omitted|secret)\W?)$/i;
const isMask = ({ constants, taints }: Value): boolean =>
  taints.length === 0 &&
  constants?.length === 1 &&
  (typeof constants[0] === 'string' ? MASK.test(constants[0]) : constants[0] == null);

const HOST_PARTS = /^(?:host|hostname|href)$/;

function assignMember(
  analysis: Analysis,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string | undefined,
  index: Value | undefined,
  value: Value,
  scope: Environment,
): void {
  const base = read(analysis, node.expression, scope);
  checkPropertyWrite(analysis, node, base, name, index);
  if (name !== undefined) {
    checkNamedWrite(analysis, name, node.parent, value);
    checkOutlet(analysis, node.parent, base, name, value);
  }
  if (base.paths.includes('module') && name === 'exports') {
    const module = moduleOf(analysis, node);
    if (module) module.whole = value;
    return;
  }
  // `url.hostname = x`: where the URL leads is now chosen by x.
  const url = name && HOST_PARTS.test(name) && base.paths.some((path) => path.endsWith('URL()'));
  const urlKey = url && value.taints.length > 0 ? accessKey(analysis, node.expression) : undefined;
  if (urlKey !== undefined) setPath(analysis, scope, urlKey, join(base, madeOf([value])));
  for (const object of base.objects) {
    if (name === undefined) object.rest = object.rest ? join(object.rest, value) : value;
    else {
      const known = object.properties.get(name);
      object.properties.set(name, known && !isMask(value) ? join(known, value) : value);
    }
  }
  for (const closure of base.functions) {
    const statics = isClassLike(closure.node)
      ? classStatics(analysis, closure.node, closure.scope)
      : objectAt(analysis, closure.node, 'object');
    if (name !== undefined) statics.properties.set(name, value);
  }
  const key = accessKey(analysis, node);
  if (key !== undefined) {
    forgetBelow(analysis, scope, key);
    setPath(analysis, scope, key, value);
  }
  const root = accessKey(analysis, node.expression);
  // Data written under an unknown name is in the whole object from now on.
  if (
    name === undefined &&
    root !== undefined &&
    !root.includes('[') &&
    value.taints.some(isData) &&
    base.objects.length === 0
  )
    scope.set(root, withTaints(base, [...base.taints, ...value.taints.filter(isData)].slice(0, 8)));
}

/** Declares the names of a pattern: `{ a, b: c = d, ...rest }`, `[x, y]` or one name. */
export function bindName(
  analysis: Analysis,
  name: ts.BindingName,
  value: Value,
  scope: Environment,
): void {
  if (isIdentifier(name)) {
    const key = symbolKey(analysis, name);
    if (key === undefined) return;
    checkNamedWrite(analysis, name.text, name.parent, value);
    scope.set(key, value);
    forgetBelow(analysis, scope, key);
    return;
  }
  name.elements.forEach((element, index) => {
    if (isOmittedExpression(element)) return;
    let part: Value;
    if (element.dotDotDotToken)
      part = isObjectBindingPattern(name) ? withoutPicked(value, name, element) : restOf(value);
    else if (isArrayBindingPattern(name)) part = memberOf(analysis, value, String(index), element);
    else {
      const key = element.propertyName ?? element.name;
      const text = isComputedPropertyName(key)
        ? textOf(read(analysis, key.expression, scope))
        : isIdentifier(key) || isStringLiteralLike(key)
          ? key.text
          : undefined;
      // Under another name it is the same: `const { password: given } = config`.
      part =
        text === undefined
          ? elementOf(value)
          : namedMember(text, memberOf(analysis, value, text, element), element);
      // `({ runtime, signal }) => …`: the host gives them, and no caller writes text into them.
      if (
        text &&
        HOST_GIVEN.test(text) &&
        part.taints.length > 0 &&
        part.taints.every(isFromCaller)
      )
        part = text === 'runtime' ? ofPath('eliza.runtime') : UNKNOWN;
    }
    if (element.initializer) {
      const fallback = read(analysis, element.initializer, scope);
      part =
        part === UNKNOWN
          ? makeValue(
              fallback.taints,
              undefined,
              fallback.prefix,
              fallback.paths,
              fallback.functions,
              fallback.objects,
            )
          : join(part, fallback);
    }
    bindName(analysis, element.name, part, scope);
  });
}

const restOf = (value: Value): Value => (value.objects.length > 0 ? value : elementOf(value));
