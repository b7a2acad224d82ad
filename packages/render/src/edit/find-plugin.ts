import type { CallExpression, Expression, ObjectLiteralExpression } from 'ts-morph';
import { exportedValue, exportOrigin, follow, unwrap } from './follow.js';
import { EditRefused, problem } from './problem.js';
import { isCode, isTest, pathOf, type Sources } from './sources.js';
import { tsMorph } from './ts-morph.js';

const ENTRIES = ['src/index', 'src/plugin', 'src/main', 'index', 'plugin'].flatMap((stem) =>
  ['.ts', '.tsx', '.mts'].map((end) => stem + end),
);
/** Keys that only a plugin has; an action, provider or route has others. */
const PLUGIN_KEYS = new Set(
  'actions providers evaluators services routes events models init config tests dependencies priority schema adapter componentTypes description'.split(
    ' ',
  ),
);
const OTHER_KEYS = new Set('handler get validate agents character path'.split(' '));

export interface FoundPlugin {
  object: ObjectLiteralExpression;
  /** The file that holds the object. */
  path: string;
  /** A file and export through which the plugin can be imported. */
  exported: { path: string; name: string };
}

/** The plugin's object literal, found from the entry's exports. Refuses when there is none, or more than one. */
export function findPlugin(sources: Sources, entry?: string): FoundPlugin {
  if (entry !== undefined && sources.text(entry) === undefined) {
    throw new EditRefused(
      problem(
        'PW_EDIT_ENTRY_NOT_FOUND',
        `The entry file ${entry} does not exist.`,
        'Name the file that exports the plugin, relative to the plugin directory.',
      ),
    );
  }
  const entries = entry === undefined ? ENTRIES : [entry];
  const computed: Expression[] = [];
  for (const path of entries.filter((one) => sources.text(one) !== undefined)) {
    const found = inEntry(sources, path, computed);
    if (found) return found;
  }
  const first = computed[0];
  if (first) {
    throw new EditRefused(
      problem(
        'PW_EDIT_PLUGIN_COMPUTED',
        `The plugin exported by ${pathOf(first.getSourceFile())} is computed: ${shortText(first)}`,
        'Write the plugin as one object literal, or register the component by hand.',
        at(first),
      ),
    );
  }
  throw new EditRefused(
    problem(
      'PW_EDIT_PLUGIN_NOT_FOUND',
      `No exported plugin object was found in ${entries.filter((one) => sources.text(one) !== undefined).join(', ') || 'the usual entry files'}.`,
      'Export an object of the type Plugin, or name the entry file that does.',
    ),
  );
}

function inEntry(sources: Sources, path: string, computed: Expression[]): FoundPlugin | undefined {
  const found: (FoundPlugin & { typed: boolean })[] = [];
  for (const name of exportedNames(sources, path)) {
    const value = exportedValue(sources, path, name);
    if (!value) continue;
    const end = follow(sources, value);
    const typed = isTyped(sources, path, name, value);
    const object = objectOf(sources, end);
    if (!object || !(typed || looksLikePlugin(object))) {
      if (typed || (name === 'default' && !object && isCall(end))) computed.push(end);
      continue;
    }
    const plugin = {
      object,
      path: pathOf(object.getSourceFile()),
      exported: { path, name },
      typed,
    };
    if (name === 'default') return plugin;
    if (!found.some((one) => one.object === object)) found.push(plugin);
  }
  const typed = found.filter((one) => one.typed);
  const candidates = typed.length > 0 ? typed : found;
  if (candidates.length > 1) {
    const names = candidates.map((one) => one.exported.name).join(', ');
    throw new EditRefused(
      problem(
        'PW_EDIT_PLUGIN_AMBIGUOUS',
        `${path} exports several plugins: ${names}.`,
        'Export one of them as default, or name the entry file of the one you mean.',
        { file: path },
      ),
    );
  }
  return candidates[0];
}

/** `default` first, so that it wins over named exports. */
function exportedNames(sources: Sources, path: string, depth = 0): string[] {
  const file = sources.parse(path);
  const names = new Set<string>();
  if (file.getExportAssignment((one) => !one.isExportEquals())) names.add('default');
  for (const declaration of file.getExportDeclarations()) {
    for (const named of declaration.getNamedExports()) {
      names.add(named.getAliasNode()?.getText() ?? named.getName());
    }
    const specifier = declaration.getModuleSpecifierValue();
    const target = specifier === undefined ? undefined : sources.resolve(path, specifier);
    if (declaration.isNamespaceExport() && target !== undefined && depth < 8) {
      for (const name of exportedNames(sources, target, depth + 1)) {
        if (name !== 'default') names.add(name);
      }
    }
  }
  for (const statement of file.getVariableStatements()) {
    if (!statement.isExported()) continue;
    for (const declaration of statement.getDeclarations()) names.add(declaration.getName());
  }
  return [...names].sort((a, b) => Number(b === 'default') - Number(a === 'default'));
}

const isPluginType = (text: string | undefined) => text !== undefined && /\bPlugin\b/.test(text);
const isCall = (expression: Expression) => tsMorph().Node.isCallExpression(unwrap(expression));

function isTyped(sources: Sources, path: string, name: string, value: Expression): boolean {
  const { Node } = tsMorph();
  let current: Expression = value;
  for (;;) {
    if (
      (Node.isAsExpression(current) ||
        Node.isSatisfiesExpression(current) ||
        Node.isTypeAssertion(current)) &&
      isPluginType(current.getTypeNode()?.getText())
    ) {
      return true;
    }
    if (Node.isParenthesizedExpression(current) || Node.isAsExpression(current)) {
      current = current.getExpression();
      continue;
    }
    break;
  }
  const origin = exportOrigin(sources, path, name);
  const file = origin && sources.parse(origin.path);
  const local = Node.isIdentifier(current) ? current.getText() : origin?.local;
  const declaration = local === undefined ? undefined : file?.getVariableDeclaration(local);
  return isPluginType(declaration?.getTypeNode()?.getText());
}

function looksLikePlugin(object: ObjectLiteralExpression): boolean {
  const { Node } = tsMorph();
  const keys = object
    .getProperties()
    .map((one) => (Node.isSpreadAssignment(one) ? '' : one.getName().replace(/^['"]|['"]$/g, '')));
  return (
    keys.includes('name') &&
    keys.some((key) => PLUGIN_KEYS.has(key)) &&
    !keys.some((key) => OTHER_KEYS.has(key))
  );
}

/** The object literal behind `{…}`, `definePlugin({…})`, or a function of the plugin that returns one. */
function objectOf(sources: Sources, end: Expression): ObjectLiteralExpression | undefined {
  const { Node } = tsMorph();
  if (Node.isObjectLiteralExpression(end)) return end;
  if (!Node.isCallExpression(end)) return undefined;
  const objects = end
    .getArguments()
    .filter((one) => Node.isExpression(one))
    .map((one) => follow(sources, one))
    .filter((one) => Node.isObjectLiteralExpression(one));
  if (objects.length === 1) return objects[0];
  return objects.length === 0 ? returnedObject(sources, end) : undefined;
}

function returnedObject(
  sources: Sources,
  call: CallExpression,
): ObjectLiteralExpression | undefined {
  const { Node, SyntaxKind } = tsMorph();
  const callee = call.getExpression();
  if (!Node.isIdentifier(callee)) return undefined;
  const declared = callee.getSourceFile().getFunction(callee.getText()) ?? follow(sources, callee);
  if (Node.isArrowFunction(declared)) {
    const body = declared.getBody();
    if (Node.isExpression(body)) {
      const end = follow(sources, body);
      return Node.isObjectLiteralExpression(end) ? end : undefined;
    }
  }
  if (
    !Node.isFunctionDeclaration(declared) &&
    !Node.isArrowFunction(declared) &&
    !Node.isFunctionExpression(declared)
  ) {
    return undefined;
  }
  const returns = declared
    .getDescendantsOfKind(SyntaxKind.ReturnStatement)
    .filter(
      (one) =>
        one.getFirstAncestor((parent) => Node.isFunctionLikeDeclaration(parent)) === declared,
    );
  const value = returns.length === 1 ? returns[0]?.getExpression() : undefined;
  const end = value && follow(sources, value);
  return Node.isObjectLiteralExpression(end) ? end : undefined;
}

/** One line of code for a message. */
export function shortText(expression: Expression): string {
  const text = expression.getText().replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Where a node stands, for a diagnostic. */
export function at(node: Expression) {
  const { line, column } = node.getSourceFile().getLineAndColumnAtPos(node.getStart());
  return { file: pathOf(node.getSourceFile()), line, column };
}

/** Source files that people wrote: without tests, and without what we put below `plugwright/`. */
export const ownCode = (sources: Sources): string[] =>
  sources
    .paths()
    .filter((path) => isCode(path) && !isTest(path) && !/(?:^|\/)plugwright\//.test(path));
