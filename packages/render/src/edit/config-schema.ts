import type { EnvironmentVariable } from '@plugwright/spec';
import type { ObjectLiteralExpression, PropertyAssignment } from 'ts-morph';
import { stringLiteral } from '../encode.js';
import { findSlot, keyOf } from './find-list.js';
import { findPlugin, ownCode } from './find-plugin.js';
import { importStyle } from './import-style.js';
import { insertItem } from './insert-item.js';
import { EditRefused } from './problem.js';
import { pathOf, type Sources, withoutBom } from './sources.js';
import { tsMorph } from './ts-morph.js';

/**
 * Puts a variable where the plugin reads and checks its settings: into `plugin.config` and other objects that
 * collect settings (`KEY: process.env.KEY`), and into the zod object that checks them, when there is exactly
 * one. Does nothing where it stands already.
 */
export function addToConfig(
  sources: Sources,
  variable: EnvironmentVariable,
  entry: string | undefined,
): void {
  const { name } = variable;
  const schema = configSchema(sources);
  const keys = new Set(schema ? keysOf(schema) : []);
  let collected = addToPluginConfig(sources, name, entry);
  for (;;) {
    const next = collectors(sources, keys).find((one) => !hasKey(one, name));
    if (!next || !collect(sources, next, name)) break;
    collected = true;
  }
  const found = configSchema(sources);
  if (!found || hasKey(found, name) || !isClosed(found)) return;
  collected ||= collectors(sources, keys).length > 0 || checksEnvironment(sources, found);
  insert(sources, found, `${name}: ${ruleFor(sources, found, variable, collected)}`);
}

/** Lists a setting in `plugin.config`, when that lists others. True when it stands there afterwards. */
export const addToPluginConfig = (
  sources: Sources,
  name: string,
  entry: string | undefined,
): boolean => collect(sources, pluginConfig(sources, entry), name);

/** What nobody hands to the check would be missing for ever, so it is only required when somebody does. */
function ruleFor(
  sources: Sources,
  schema: ObjectLiteralExpression,
  { name, required, default: fallback }: EnvironmentVariable,
  collected: boolean,
): string {
  const { SyntaxKind } = tsMorph();
  const call = schema.getParentIfKindOrThrow(SyntaxKind.CallExpression);
  const zod = call.getExpressionIfKindOrThrow(SyntaxKind.PropertyAccessExpression).getExpression();
  const { quote } = importStyle(sources, schema.getSourceFile());
  const text = (value: string) => {
    const double = stringLiteral(value);
    if (quote === '"') return double;
    return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  };
  const base = `${zod.getText()}.string()`;
  if (fallback !== undefined) return `${base}.default(${text(fallback)})`;
  return required && collected
    ? `${base}.min(1, ${text(`${name} is required`)})`
    : `${base}.optional()`;
}

/** Adds `name` to an object of `KEY: <expression with KEY>` entries, in the same words. */
function collect(
  sources: Sources,
  object: ObjectLiteralExpression | undefined,
  name: string,
): boolean {
  if (!object) return false;
  if (hasKey(object, name)) return true;
  const example = assignments(object).findLast((one) => mentionsItself(one));
  const key = example && keyOf(example.getNameNode());
  if (!example || key === undefined) return false;
  const value = example.getInitializerOrThrow().getText().replaceAll(key, name);
  insert(sources, object, `${name}: ${value}`);
  return true;
}

/** Objects, given to a call, that collect settings which the check knows: `schema.parse({ KEY: get('KEY') })`. */
function collectors(sources: Sources, keys: ReadonlySet<string>): ObjectLiteralExpression[] {
  const { Node, SyntaxKind } = tsMorph();
  if (keys.size === 0) return [];
  return ownCode(sources)
    .filter((path) => [...keys].some((key) => sources.text(path)?.includes(key)))
    .flatMap((path) => sources.parse(path).getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression))
    .filter((object) => {
      const entries = assignments(object);
      return (
        Node.isCallExpression(object.getParent()) &&
        entries.length > 0 &&
        entries.length === object.getProperties().length &&
        entries.every((one) => mentionsItself(one)) &&
        entries.some((one) => keys.has(keyOf(one.getNameNode()) ?? ''))
      );
    });
}

function mentionsItself(entry: PropertyAssignment): boolean {
  const key = keyOf(entry.getNameNode());
  // Settings have names such as these; what is not one is no setting.
  if (key === undefined || !/^[A-Z][A-Z0-9_]*$/.test(key)) return false;
  const text = entry.getInitializerOrThrow().getText();
  // A zod rule may name its key in a message; a setting is read by name from somewhere.
  return (
    new RegExp(`(?:process\\.env\\.|env\\.|\\[['"\`]|\\(['"\`])${key}\\b`).test(text) &&
    !/\.(?:string|number|boolean|coerce|enum)\b/.test(text)
  );
}

/** True when the check is given the whole environment. */
function checksEnvironment(sources: Sources, schema: ObjectLiteralExpression): boolean {
  const text = sources.text(pathOf(schema.getSourceFile())) ?? '';
  return /\.(?:safeParse|parse)(?:Async)?\(\s*(?:process\.env|\{\s*\.\.\.process\.env)/.test(text);
}

function pluginConfig(
  sources: Sources,
  entry: string | undefined,
): ObjectLiteralExpression | undefined {
  try {
    const slot = findSlot(sources, findPlugin(sources, entry).object, 'config');
    return slot.kind === 'object' ? slot.node : undefined;
  } catch (error) {
    // A computed `config` is not a reason to refuse: the variable is read without it too.
    if (error instanceof EditRefused && error.diagnostics[0]?.code === 'PW_EDIT_LIST_COMPUTED') {
      return undefined;
    }
    throw error;
  }
}

/** The one `z.object({…})` at the top of a file whose keys are names of settings. */
function configSchema(sources: Sources): ObjectLiteralExpression | undefined {
  const { Node, SyntaxKind } = tsMorph();
  const found = ownCode(sources)
    .filter((path) => /\.\w*[oO]bject\(/.test(sources.text(path) ?? ''))
    .flatMap((path) => sources.parse(path).getDescendantsOfKind(SyntaxKind.CallExpression))
    .filter((call) =>
      /^(?:z|zod)\.(?:object|strictObject|looseObject)$/.test(call.getExpression().getText()),
    )
    .filter((call) => !call.getFirstAncestor((one) => Node.isFunctionLikeDeclaration(one)))
    .map((call) => call.getArguments()[0])
    .filter((one) => Node.isObjectLiteralExpression(one))
    .filter((one) => {
      const keys = keysOf(one);
      return keys.length > 0 && keys.every((key) => /^[A-Z][A-Z0-9_]*$/.test(key));
    });
  return found.length === 1 ? found[0] : undefined;
}

const assignments = (object: ObjectLiteralExpression) =>
  object.getProperties().filter((one) => tsMorph().Node.isPropertyAssignment(one));

const keysOf = (object: ObjectLiteralExpression): string[] =>
  assignments(object).map((one) => keyOf(one.getNameNode()) ?? '');

const hasKey = (object: ObjectLiteralExpression, name: string): boolean =>
  keysOf(object).includes(name);

/** No spread part may hold the key already. */
const isClosed = (object: ObjectLiteralExpression): boolean =>
  !object.getProperties().some((one) => tsMorph().Node.isSpreadAssignment(one));

function insert(sources: Sources, object: ObjectLiteralExpression, item: string): void {
  const path = pathOf(object.getSourceFile());
  const text = sources.text(path) ?? '';
  const plain = withoutBom(text);
  const bom = text.slice(0, text.length - plain.length);
  sources.write(path, bom + insertItem(plain, object, item));
}
