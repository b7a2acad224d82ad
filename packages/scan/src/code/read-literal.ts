import type ts from 'typescript';
import { bare } from './access-key.js';
import { objectAt, type Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { checkNamedWrite } from './named-write.js';
import { closureOf, read, readIdentifier } from './read-expression.js';
import { join, madeOf, ofFunction, ofObject, type Value, withoutKinds } from './value.js';
import {
  isArrowFunction,
  isComputedPropertyName,
  isFunctionExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isSpreadAssignment,
  isSpreadElement,
} from './syntax.js';

/** An object literal, with spread and computed names. */
export function readObject(
  analysis: Analysis,
  node: ts.ObjectLiteralExpression,
  scope: Environment,
): Value {
  const object = objectAt(analysis, node, 'object');
  const self = ofObject(object);
  let inherited: readonly Value[] = [];
  const put = (name: ts.PropertyName, value: Value) => {
    const key = isComputedPropertyName(name)
      ? read(analysis, name.expression, scope).constants?.map(String)[0]
      : name.text;
    if (key === undefined) object.rest = object.rest ? join(object.rest, value) : value;
    else {
      object.properties.set(key, value);
      checkNamedWrite(analysis, key, name.parent, value);
    }
  };
  for (const property of node.properties) {
    if (isPropertyAssignment(property)) {
      const initializer = bare(analysis, property.initializer);
      const value =
        isArrowFunction(initializer) || isFunctionExpression(initializer)
          ? ofFunction(closureOf(analysis, initializer, scope, self))
          : read(analysis, property.initializer, scope);
      put(property.name, value);
    } else if (isShorthandPropertyAssignment(property))
      object.properties.set(property.name.text, readIdentifier(analysis, property.name, scope));
    else if (isSpreadAssignment(property)) {
      const value = read(analysis, property.expression, scope);
      inherited = [...inherited, value];
      for (const from of value.objects) {
        for (const [key, inner] of from.properties) object.properties.set(key, inner);
        if (from.rest) object.rest = object.rest ? join(object.rest, from.rest) : from.rest;
      }
    } else put(property.name, ofFunction(closureOf(analysis, property, scope, self)));
  }
  // The stack and the message of a failure are none of the properties that are copied.
  const spread = withoutKinds(madeOf(inherited), ['error']);
  if (spread.taints.length > 0) object.rest = object.rest ? join(object.rest, spread) : spread;
  return self;
}

/** A list literal; after a spread the places are not known. */
export function readArray(
  analysis: Analysis,
  node: ts.ArrayLiteralExpression,
  scope: Environment,
): Value {
  const array = objectAt(analysis, node, 'array');
  let spread = false;
  node.elements.forEach((element, index) => {
    const value = read(analysis, element, scope);
    if (isSpreadElement(element)) spread = true;
    if (spread) array.rest = array.rest ? join(array.rest, value) : value;
    else array.properties.set(String(index), value);
  });
  return ofObject(array);
}
