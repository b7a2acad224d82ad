import type {
  ArrayLiteralExpression,
  Expression,
  ObjectLiteralExpression,
  SourceFile,
} from 'ts-morph';
import type { Registration } from '../template-job.js';
import { findSlot } from './find-list.js';
import { at, findPlugin } from './find-plugin.js';
import { exportOrigin, follow, importedFrom } from './follow.js';
import { insertImport } from './insert-import.js';
import { insertItem } from './insert-item.js';
import { EditRefused, problem } from './problem.js';
import { pathOf, withoutBom, type Sources } from './sources.js';
import { tsMorph } from './ts-morph.js';

/** `module` is a path inside the plugin without extension, for example `src/actions/get-pet`. */
export type PluginRegistration = Pick<Registration, 'identifier' | 'key' | 'module'> & {
  list: 'actions' | 'providers' | 'evaluators' | 'services' | 'routes' | 'events';
};

/** Puts one symbol into one list of the plugin. Does nothing when it is there already. */
export function register(sources: Sources, registration: PluginRegistration, entry?: string): void {
  const { object } = findPlugin(sources, entry);
  const { list, key } = registration;
  const slot = findSlot(sources, object, list);
  if (list === 'events' && key !== undefined) {
    if (slot.kind === 'missing') {
      return insert(sources, slot.owner, registration, (name) => `events: { ${key}: [${name}] }`);
    }
    if (slot.kind === 'array') throw notAList(slot.node, list, 'an object');
    const handlers = findSlot(sources, slot.node, key);
    if (handlers.kind === 'object') throw notAList(handlers.node, key, 'an array');
    return handlers.kind === 'missing'
      ? insert(sources, handlers.owner, registration, (name) => `${key}: [${name}]`)
      : insertUnlessThere(sources, handlers.node, registration);
  }
  if (slot.kind === 'object') throw notAList(slot.node, list, 'an array');
  return slot.kind === 'missing'
    ? insert(sources, slot.owner, registration, (name) => `${list}: [${name}]`)
    : insertUnlessThere(sources, slot.node, registration);
}

function insertUnlessThere(
  sources: Sources,
  list: ArrayLiteralExpression,
  registration: PluginRegistration,
): void {
  if (!contains(sources, list, registration)) {
    insert(sources, list, registration, (name) => name);
  }
}

function insert(
  sources: Sources,
  list: ArrayLiteralExpression | ObjectLiteralExpression,
  { identifier, module }: PluginRegistration,
  item: (name: string) => string,
): void {
  const file = list.getSourceFile();
  const path = pathOf(file);
  const local = localName(sources, file, identifier, module);
  if (local === undefined) refuseTaken(file, identifier, list);
  const bom = sources.text(path) !== withoutBom(sources.text(path) ?? '') ? '\uFEFF' : '';
  sources.write(path, bom + insertItem(file.getFullText(), list, item(local ?? identifier)));
  if (local === undefined) {
    sources.write(path, bom + insertImport(sources, sources.parse(path), identifier, module));
  }
}

/** What `identifier` of `module` is called in `file`, if the file imports it already. */
function localName(
  sources: Sources,
  file: SourceFile,
  identifier: string,
  module: string,
): string | undefined {
  for (const declaration of file.getImportDeclarations()) {
    for (const named of declaration.getNamedImports()) {
      const local = named.getAliasNode()?.getText() ?? named.getName();
      const origin = importedFrom(sources, file, local);
      const target = origin && exportOrigin(sources, origin.path, origin.name);
      if (target && isModule(target.path, module) && target.local === identifier) return local;
    }
  }
  return undefined;
}

const isModule = (path: string, module: string) => path.replace(/\.[cm]?tsx?$/, '') === module;

function refuseTaken(file: SourceFile, name: string, list: Expression): void {
  const { Node } = tsMorph();
  const imported = file
    .getImportDeclarations()
    .some(
      (one) =>
        one.getDefaultImport()?.getText() === name ||
        one.getNamespaceImport()?.getText() === name ||
        one
          .getNamedImports()
          .some((named) => (named.getAliasNode() ?? named.getNameNode()).getText() === name),
    );
  const declared = [list, ...list.getAncestors()].some(
    (scope) =>
      (Node.isStatemented(scope) &&
        (scope.getVariableDeclaration(name) ??
          scope.getFunction(name) ??
          scope.getClass(name) ??
          scope.getEnum(name) ??
          scope.getInterface(name) ??
          scope.getTypeAlias(name))) ||
      (Node.isParametered(scope) && scope.getParameter(name)),
  );
  if (!imported && !declared) return;
  throw new EditRefused(
    problem(
      'PW_EDIT_NAME_TAKEN',
      `${pathOf(file)} already uses the name ${name} for something else.`,
      'Rename what is there, or give the new component another name.',
      { file: pathOf(file) },
    ),
  );
}

/** True when the list, or a list spread into it, holds the registration's symbol under whatever local name. */
function contains(
  sources: Sources,
  list: ArrayLiteralExpression,
  { identifier, module }: PluginRegistration,
): boolean {
  const { Node } = tsMorph();
  return list.getElements().some((element) => {
    if (Node.isSpreadElement(element)) {
      const part = follow(sources, element.getExpression());
      return (
        Node.isArrayLiteralExpression(part) &&
        contains(sources, part, { identifier, module } as PluginRegistration)
      );
    }
    const origin = originOf(sources, element);
    return origin !== undefined && isModule(origin.path, module) && origin.local === identifier;
  });
}

function originOf(sources: Sources, element: Expression) {
  const { Node } = tsMorph();
  const file = element.getSourceFile();
  if (Node.isIdentifier(element)) {
    const origin = importedFrom(sources, file, element.getText());
    return origin && exportOrigin(sources, origin.path, origin.name);
  }
  if (!Node.isPropertyAccessExpression(element)) return undefined;
  const owner = element.getExpression().getText();
  const namespace = file
    .getImportDeclarations()
    .find((one) => one.getNamespaceImport()?.getText() === owner);
  const path = namespace && sources.resolve(pathOf(file), namespace.getModuleSpecifierValue());
  return path === undefined ? undefined : exportOrigin(sources, path, element.getName());
}

function notAList(node: Expression, key: string, wanted: string): EditRefused {
  return new EditRefused(
    problem(
      'PW_EDIT_LIST_COMPUTED',
      `The plugin's ${key} is not ${wanted}.`,
      `Write it as ${wanted} literal, or register the component by hand.`,
      at(node),
    ),
  );
}
