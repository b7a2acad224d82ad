import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { checkResult } from './check-result.js';
import { instanceOf } from './class-objects.js';
import type { Closure } from './environment.js';
import { invoke } from './invoke.js';
import { parameterHint } from './parameter-hint.js';
import { makeValue, join, ofObject, tainted, UNKNOWN, type Value } from './value.js';
import {
  Kind,
  isClassLike,
  isConstructorDeclaration,
  isFunctionDeclaration,
  isFunctionLike,
  isIdentifier,
  isSourceFile,
  isVariableDeclaration,
} from './syntax.js';

/** Functions that nobody in the scanned code calls are called by others, with whatever those please. */
export function readEntryPoints(analysis: Analysis): void {
  // Reading one function can bring up new ones, so until none is left.
  for (let round = 0; round < 6; round += 1) {
    const waiting = [...analysis.met.values()].filter(
      ({ node }) => !analysis.called.has(node) || (round === 0 && isExported(analysis, node)),
    );
    if (waiting.length === 0) return;
    for (const closure of waiting) {
      const { node } = closure;
      analysis.called.add(node);
      if (isClassLike(node)) readConstructor(analysis, closure);
      else {
        const kind = isExported(analysis, node)
          ? 'library'
          : isDead(analysis, node)
            ? undefined
            : 'param';
        const args = node.parameters.map((parameter, index) =>
          argumentOf(analysis, closure, parameter, index, kind),
        );
        const result = invoke(analysis, closure, args, closure.self, node);
        checkResult(analysis, closure, result);
      }
    }
  }
}

function argumentOf(
  analysis: Analysis,
  closure: Closure,
  parameter: ts.ParameterDeclaration,
  index: number,
  kind: 'library' | 'param' | undefined,
): Value {
  const hinted = parameterHint(analysis, parameter, index, closure);
  if (hinted) return hinted;
  const name = isIdentifier(parameter.name) ? parameter.name.text : '';
  if (/^_?(?:cb|callback|done|next|fn|resolve|reject|err|error)$/.test(name)) return UNKNOWN;
  if (kind === undefined) return UNKNOWN;
  const value = tainted(kind, parameter.name);
  return name === ''
    ? value
    : makeValue(
        value.taints,
        value.constants,
        value.prefix,
        [name],
        value.functions,
        value.objects,
      );
}

/** A function by itself that neither its module nor anybody else uses, in a module that has exports. */
function isDead(analysis: Analysis, node: ts.Node): boolean {
  const owner = node.parent;
  if (isClassLike(owner) && owner.name && isSourceFile(owner.parent))
    return hasExports(analysis, node) && !isNamedOutside(owner, owner.name.text);
  const alone =
    isFunctionDeclaration(node) || (isFunctionLike(node) && isVariableDeclaration(node.parent));
  if (
    !alone ||
    !isSourceFile(isFunctionDeclaration(node) ? node.parent : node.parent.parent.parent.parent)
  )
    return false;
  return hasExports(analysis, node);
}

function hasExports(analysis: Analysis, node: ts.Node): boolean {
  const module = analysis.modules.get(node.getSourceFile().fileName);
  return module !== undefined && (module.whole !== undefined || module.exports.properties.size > 0);
}

/** Whether a file speaks of a class anywhere but in the class itself, or exports it where it stands. */
function isNamedOutside(owner: ts.ClassLikeDeclaration, name: string): boolean {
  const { text } = owner.getSourceFile();
  const outside = `${text.slice(0, owner.pos)} ${text.slice(owner.end)}`;
  const exported = /^(?:\s*@\w[^\n]*\n)*\s*export\b/.test(owner.getText());
  return exported || outside.split(/[^\w$]+/).includes(name);
}

function readConstructor(analysis: Analysis, closure: Closure): void {
  if (!isClassLike(closure.node)) return;
  const self = ofObject(instanceOf(analysis, closure.node, closure.scope));
  const constructor = closure.node.members.find(isConstructorDeclaration);
  if (!constructor?.body) return;
  const inner: Closure = { node: constructor, scope: closure.scope, self };
  const args = constructor.parameters.map((parameter, index) =>
    parameter.type
      ? UNKNOWN
      : join(UNKNOWN, argumentOf(analysis, inner, parameter, index, 'param')),
  );
  invoke(analysis, inner, args, self, constructor);
}

/** Whether other packages can call a function: exported by name, or part of what a module exports. */
export function isExported(analysis: Analysis, node: ts.Node): boolean {
  const { typescript: ts } = analysis;
  if (isFunctionDeclaration(node))
    if (ts.getModifiers(node)?.some((one) => (one.kind as number) === Kind.ExportKeyword))
      return true;
  const module = analysis.modules.get(node.getSourceFile().fileName);
  if (!module) return false;
  const holds = (value: Value | undefined, depth: number): boolean =>
    value !== undefined &&
    (value.functions.some((one) => one.node === node) ||
      (depth > 0 &&
        value.objects.some((object) =>
          [...object.properties.values()].some((inner) => holds(inner, depth - 1)),
        )));
  return (
    holds(module.whole, 2) ||
    [...module.exports.properties.values()].some((value) => holds(value, 1))
  );
}
