import type ts from 'typescript';
import { declarationsOf } from './access-key.js';
import type { Analysis, ModuleState } from './analysis.js';
import { noteOf } from './node-note.js';
import { readStatements } from './read-statement.js';
import { ofObject, ofPath, UNKNOWN, type Value } from './value.js';
import {
  isExternalModuleReference,
  isImportClause,
  isImportEqualsDeclaration,
  isImportSpecifier,
  isNamespaceImport,
  isStringLiteralLike,
} from './syntax.js';

const EXTENSIONS = ['', '.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.json'];

export const moduleOf = (analysis: Analysis, node: ts.Node): ModuleState | undefined =>
  analysis.modules.get(node.getSourceFile().fileName);

/** The path of the file a relative specifier names, among the files of the scan. */
export function resolveRelative(
  has: (path: string) => boolean,
  from: string,
  specifier: string,
): string | undefined {
  const base = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') {
      if (base.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') base.push(part);
  }
  const path = base.join('/');
  const stem = path.replace(/\.[mc]?jsx?$/, '');
  const tries = [
    ...EXTENSIONS.map((extension) => path + extension),
    ...(stem === path ? [] : EXTENSIONS.slice(1).map((extension) => stem + extension)),
    ...EXTENSIONS.slice(1).map((extension) => `${path}/index${extension}`),
  ].map((candidate) => candidate.replace(/^\//, ''));
  return tries.find(has);
}

/** `node:fs/promises` and `fs.promises` are one module; a subpath of a package stays its own name. */
export const moduleName = (specifier: string): string =>
  specifier
    .replace(/^node:/, '')
    .replace(/^fs\/promises$/, 'fs.promises')
    .replace(/^(?:@[^/]+\/)?[^/]+$/, (name) => name);

function resolve(analysis: Analysis, from: string, specifier: string): string {
  let known = analysis.resolutions.get(from);
  if (known === undefined) analysis.resolutions.set(from, (known = new Map()));
  let path = known.get(specifier);
  if (path === undefined) {
    path = resolveRelative((one) => analysis.modules.has(one), from, specifier) ?? '';
    known.set(specifier, path);
  }
  return path;
}

/** What a module exports: of the scanned code by reading it, of the outside by its name. */
export function moduleValue(analysis: Analysis, from: string, specifier: string): Value {
  if (!specifier.startsWith('.')) return ofPath(moduleName(specifier));
  const module = analysis.modules.get(resolve(analysis, from, specifier));
  // A file that is not part of the scan is as foreign as a package.
  if (!module) return ofPath(specifier);
  readModule(analysis, module);
  return module.whole ?? ofObject(module.exports);
}

/** Reads the top level of a module once; a cycle sees what has been exported so far. */
export function readModule(analysis: Analysis, module: ModuleState): void {
  if (module.state !== 'new') return;
  module.state = 'running';
  analysis.frames.push({ node: module.source, returns: [], exits: [], guards: 0, later: false });
  readStatements(analysis, module.source.statements, module.scope);
  analysis.frames.pop();
  module.scope.dead = false;
  module.state = 'done';
}

/** The value of a name that an `import` declares. */
export function importedValue(analysis: Analysis, node: ts.Identifier): Value | undefined {
  const [declaration] = declarationsOf(analysis, node);
  if (!declaration) return undefined;
  return valueOfImport(analysis, declaration);
}

/** What the declaration of an import names. */
export interface ImportedName {
  /** The file of the module, when it is part of the scan. */
  readonly path: string | undefined;
  /** `undefined` for the module as a whole. */
  readonly name: string | undefined;
  /** What it is when the module is not part of the scan; `undefined` for what is no import. */
  readonly outside: Value | undefined;
}

/** The value that the declaration of an import stands for. */
export function valueOfImport(analysis: Analysis, declaration: ts.Declaration): Value | undefined {
  const note = noteOf(analysis, declaration);
  const { path, name, outside } = (note.imported ??= importedName(analysis, declaration));
  const module = path === undefined ? undefined : analysis.modules.get(path);
  if (!module) return outside;
  readModule(analysis, module);
  const whole = module.whole ?? ofObject(module.exports);
  return name === undefined ? whole : exportOf(whole, name);
}

const NO_IMPORT: ImportedName = { path: undefined, name: undefined, outside: undefined };

function importedName(analysis: Analysis, declaration: ts.Declaration): ImportedName {
  const of = (specifier: ts.Node | undefined, name: string | undefined): ImportedName => {
    if (!specifier || !isStringLiteralLike(specifier)) return NO_IMPORT;
    const from = declaration.getSourceFile().fileName;
    const path = specifier.text.startsWith('.')
      ? resolve(analysis, from, specifier.text)
      : undefined;
    if (path) return { path, name, outside: undefined };
    const whole = moduleValue(analysis, from, specifier.text);
    return { path, name, outside: name === undefined ? whole : exportOf(whole, name) };
  };
  if (isImportSpecifier(declaration))
    return of(
      declaration.parent.parent.parent.moduleSpecifier,
      (declaration.propertyName ?? declaration.name).text,
    );
  if (isNamespaceImport(declaration))
    return of(declaration.parent.parent.moduleSpecifier, undefined);
  if (isImportClause(declaration)) return of(declaration.parent.moduleSpecifier, 'default');
  if (
    isImportEqualsDeclaration(declaration) &&
    isExternalModuleReference(declaration.moduleReference)
  )
    return of(declaration.moduleReference.expression, undefined);
  return NO_IMPORT;
}

const plainName = (name: string): string => name.replaceAll(/[-_.]|js$/gi, '').toLowerCase();
/** Whether an export or member is its module under the same name: `axios.axios`, `express-session`'s `session`. */
export const isModuleItself = (path: string, name: string): boolean =>
  path.length < 40 &&
  path.charCodeAt(0) % 32 === name.charCodeAt(0) % 32 &&
  !path.includes('(') &&
  plainName(name) === plainName(path);
/** What a file that is not part of the scan mostly exports under these names. */
const CONVENTIONAL =
  /^(?:sequelize|knex|prisma|mongoose|pool|db|connection|logger|log|redis|redisClient)$/;

/** The default of an outside module is the module itself, and so is an export that bears its name. */
function exportPath(path: string, name: string): string {
  if (name === 'default' || isModuleItself(path, name)) return path;
  return path.startsWith('.') && CONVENTIONAL.test(name) ? name : `${path}.${name}`;
}

/** A named export. */
export function exportOf(whole: Value, name: string): Value {
  if (whole.paths.length > 0) return ofPath(...whole.paths.map((path) => exportPath(path, name)));
  for (const object of whole.objects) {
    const value = object.properties.get(name);
    if (value) return value;
  }
  if (name === 'default') return whole;
  return UNKNOWN;
}
