import type ts from 'typescript';
import { isSecretName } from './tables/sources.js';
import { makeTaint, PLAIN, withTaints, type Value } from './value.js';
import { isIdentifier, isVariableDeclaration, lastNameOf } from './syntax.js';

/** A constant, a number, a function or an object is more than the text its name promises. */
export const isMore = (value: Value): boolean =>
  value === PLAIN ||
  value.constants !== undefined ||
  value.functions.length + value.objects.length > 0;

/** What is called a password or a key is one, wherever it came from; a constant is judged by other rules. */
export function named(isSecret: boolean, value: Value, node: ts.Node): Value {
  if (!isSecret || isMore(value) || value.taints.some((taint) => taint.kind === 'secret'))
    return value;
  return withTaints(value, [...value.taints, makeTaint('secret', node, 0)]);
}

/** Objects that hold a text, a rule or a style for each field of a form: `errors.password` is no password. */
export const TEXTS_FOR =
  /^(?:\w*(?:errors?|labels?|messages?|msgs?|strings|texts|translations?|placeholders?|hints?|styles?|rules|schemas?|i18n|locale)|t|lang|fields?|valid(?:ator|ation|ity)s?|types?|columns?|routes?|classes|refs|touched)$/i;

/** The same for what a pattern takes out of an object. */
export function namedMember(name: string, value: Value, element: ts.BindingElement): Value {
  if (!isIdentifier(element.name) || !element.propertyName) return value;
  const declaration = element.parent.parent;
  const from = isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return from && TEXTS_FOR.test(lastNameOf(from))
    ? value
    : named(isSecretName(name), value, element);
}
