import type ts from 'typescript';
import type { Analysis, ModuleState } from './analysis.js';
import { checkResult } from './check-result.js';
import { instanceOf } from './class-objects.js';
import type { Closure } from './environment.js';
import { invoke } from './invoke.js';
import { bodyOf } from './node-note.js';
import { parameterHint } from './parameter-hint.js';
import {
  makeValue,
  join,
  ofObject,
  tainted,
  UNKNOWN,
  type ScannedObject,
  type Value,
} from './value.js';
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
  const isOpen = opennessOf(analysis);
  // Reading one function can bring up new ones, so until none is left.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const uncalled = analysis.met.flatMap(({ closure, isCalled }) =>
      closure &&
      (!isCalled || (round === 0 && isExported(analysis, closure.node) && isOpen(closure.node)))
        ? [closure]
        : [],
    );
    if (uncalled.length === 0) return;
    // What is called by name in the scanned code waits: its callers may bring its arguments.
    const first = uncalled.filter(({ node }) => !isHelper(analysis, node, isOpen));
    const waiting = first.length > 0 ? first : uncalled;
    for (const closure of waiting) {
      const { node } = closure;
      const note = bodyOf(analysis, node);
      if (waiting === uncalled && round > 0 && note.isCalled) continue;
      note.isCalled = true;
      if (isClassLike(node)) readConstructor(analysis, closure);
      else {
        const kind = isExported(analysis, node)
          ? isOpen(node)
            ? 'library'
            : 'param'
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

const MOST_ROUNDS = 10;

/** A function that the scanned code itself calls by its name, and that nobody else can call. */
function isHelper(analysis: Analysis, node: ts.Node, open: IsOpen): boolean {
  const named = isFunctionDeclaration(node)
    ? node.name
    : isFunctionLike(node) && isVariableDeclaration(node.parent)
      ? node.parent.name
      : undefined;
  if (!named || !isIdentifier(named)) return false;
  if (isExported(analysis, node)) return !open(node);
  return (callsOf(node.getSourceFile()).get(named.text) ?? 0) > 1;
}

// Counted once for each file: asking the text for each function takes time that grows with the square.
const callsOfFiles = new WeakMap<ts.SourceFile, ReadonlyMap<string, number>>();
const placesOfFiles = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly number[]>>();

/** Where each word of a file stands. */
function placesOf(source: ts.SourceFile): ReadonlyMap<string, readonly number[]> {
  let places = placesOfFiles.get(source);
  if (!places) {
    const found = new Map<string, number[]>();
    for (const { 0: word, index } of source.text.matchAll(/[\w$]+/g)) {
      const known = found.get(word);
      if (known) known.push(index);
      else found.set(word, [index]);
    }
    placesOfFiles.set(source, (places = found));
  }
  return places;
}

/** How often each word of a file stands before a bracket, as in a call or a declaration. */
function callsOf(source: ts.SourceFile): ReadonlyMap<string, number> {
  let calls = callsOfFiles.get(source);
  if (!calls) {
    const counted = new Map<string, number>();
    for (const [, word = ''] of source.text.matchAll(/(?<![\w$])([\w$]+)\(/g))
      counted.set(word, (counted.get(word) ?? 0) + 1);
    callsOfFiles.set(source, (calls = counted));
  }
  return calls;
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
  if (/^(?:\s*@\w[^\n]*\n)*\s*export\b/.test(owner.getText())) return true;
  const places = placesOf(owner.getSourceFile()).get(name) ?? [];
  return places.some((at) => at < owner.pos || at >= owner.end);
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

type IsOpen = (node: ts.Node) => boolean;

/**
 * Whether others than the scanned code may call an exported function: what one module of a package gives another is called
 * by that one, unless a module that nobody imports, or an index, passes it on.
 */
function opennessOf(analysis: Analysis): IsOpen {
  const imported = new Set([...analysis.resolutions.values()].flatMap((one) => [...one.values()]));
  const entries = new Map(
    [...analysis.modules].filter(
      ([path]) => !imported.has(path) || /(?:^|\/)index\.[cm]?[jt]sx?$/.test(path),
    ),
  );
  const known = new Map<ts.Node, boolean>();
  return (node) => {
    let open = known.get(node);
    if (open === undefined) {
      open =
        entries.size === 0 ||
        entries.has(node.getSourceFile().fileName) ||
        [...entries.values()].some((module) => isHeldBy(module, node));
      known.set(node, open);
    }
    return open;
  };
}

/** Whether other packages can call a function: exported by name, or part of what a module exports. */
export function isExported(analysis: Analysis, node: ts.Node): boolean {
  const { typescript: ts } = analysis;
  if (isFunctionDeclaration(node))
    if (ts.getModifiers(node)?.some((one) => (one.kind as number) === Kind.ExportKeyword))
      return true;
  const module = analysis.modules.get(node.getSourceFile().fileName);
  return module !== undefined && isHeldBy(module, node);
}

/** Whether a function is among what a module exports, or in an object that it exports. */
function isHeldBy(module: ModuleState, node: ts.Node): boolean {
  const holds = (value: Value | undefined, depth: number): boolean =>
    value !== undefined &&
    (value.functions.some((one) => one.node === node) ||
      (depth > 0 && value.objects.some(({ properties }) => anyHolds(properties, depth - 1))));
  const anyHolds = (properties: ScannedObject['properties'], depth: number): boolean => {
    for (const value of properties.values()) if (holds(value, depth)) return true;
    return false;
  };
  return holds(module.whole, 2) || anyHolds(module.exports.properties, 1);
}
