import type { EnvironmentVariable } from '@plugwright/spec';
import type { ObjectLiteralExpression } from 'ts-morph';
import { stringLiteral } from '../encode.js';
import { findSlot, keyOf } from './find-list.js';
import { findPlugin, ownCode } from './find-plugin.js';
import { follow } from './follow.js';
import { insertItem } from './insert-item.js';
import { EditRefused } from './problem.js';
import { pathOf, type Sources, withoutBom } from './sources.js';
import { tsMorph } from './ts-morph.js';

/**
 * Puts a variable where the plugin checks its settings: into `plugin.config` when that lists settings, and
 * into the zod object of the settings when there is exactly one. Does nothing where it stands already.
 */
export function addToConfig(sources: Sources, variable: EnvironmentVariable, entry?: string): void {
  const listed = addToPluginConfig(sources, variable.name, entry);
  const schema = configSchema(sources);
  if (!schema || hasKey(schema, variable.name)) return;
  const known = schema.getProperties().some((one) => tsMorph().Node.isSpreadAssignment(one));
  if (known) return;
  const zod = zodName(schema);
  // A check against `plugin.config` fails for ever when the variable is required here and not listed there.
  const strict = variable.required && (listed || !usesPluginConfig(sources, entry));
  const quoted = (text: string) => stringLiteral(text);
  const rule =
    variable.default !== undefined
      ? `${zod}.string().default(${quoted(variable.default)})`
      : strict
        ? `${zod}.string().min(1, ${quoted(`${variable.name} is required`)})`
        : `${zod}.string().optional()`;
  write(sources, schema, `${variable.name}: ${rule}`);
}

function addToPluginConfig(sources: Sources, name: string, entry: string | undefined): boolean {
  const { Node } = tsMorph();
  const config = pluginConfig(sources, entry);
  if (!config) return false;
  if (hasKey(config, name)) return true;
  const example = config
    .getProperties()
    .filter((one) => Node.isPropertyAssignment(one))
    .findLast((one) => /\bprocess\.env\b/.test(one.getInitializerOrThrow().getText()));
  if (!example && config.getProperties().length > 0) return false;
  const old = example && keyOf(example.getNameNode());
  const value =
    example && old
      ? example.getInitializerOrThrow().getText().replaceAll(old, name)
      : `process.env.${name} ?? null`;
  write(sources, config, `${name}: ${value}`);
  return true;
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
    if (error instanceof EditRefused && error.diagnostics[0]?.code === 'PW_EDIT_LIST_COMPUTED')
      return undefined;
    throw error;
  }
}

/** True when `init` is given `plugin.config` and looks at it. */
function usesPluginConfig(sources: Sources, entry: string | undefined): boolean {
  const { Node } = tsMorph();
  const init = findPlugin(sources, entry).object.getProperty('init');
  if (!init) return false;
  const node = Node.isPropertyAssignment(init)
    ? follow(sources, init.getInitializerOrThrow())
    : init;
  if (!Node.isParametered(node)) return true;
  const first = node.getParameters()[0]?.getName();
  return first !== undefined && !first.startsWith('_');
}

/** The one `z.object({…})` in the plugin whose keys, or whose variable's name, say that it is about settings. */
function configSchema(sources: Sources): ObjectLiteralExpression | undefined {
  const { Node, SyntaxKind } = tsMorph();
  const found: ObjectLiteralExpression[] = [];
  for (const path of ownCode(sources).filter((one) => !/(?:^|\/)plugwright\//.test(one))) {
    if (!/\.(?:object|strictObject|looseObject)\(/.test(sources.text(path) ?? '')) continue;
    for (const call of sources.parse(path).getDescendantsOfKind(SyntaxKind.CallExpression)) {
      const callee = call.getExpression();
      if (!Node.isPropertyAccessExpression(callee)) continue;
      if (
        !/^(?:object|strictObject|looseObject)$/.test(callee.getName()) ||
        !/^(?:z|zod)$/.test(callee.getExpression().getText())
      )
        continue;
      const [argument] = call.getArguments();
      if (!Node.isObjectLiteralExpression(argument)) continue;
      const name = call.getFirstAncestorByKind(SyntaxKind.VariableDeclaration)?.getName() ?? '';
      const keys = argument
        .getProperties()
        .map((one) => (Node.isSpreadAssignment(one) ? '' : one.getName()));
      const upper =
        keys.length > 0 && keys.every((key) => /^[A-Z][A-Z0-9_]*$/.test(key) || key === '');
      const topLevel =
        call.getFirstAncestor((one) => Node.isFunctionLikeDeclaration(one)) === undefined;
      if (topLevel && (upper || (keys.length === 0 && /config|env|settings/i.test(name))))
        found.push(argument);
    }
  }
  return found.length === 1 ? found[0] : undefined;
}

const hasKey = (object: ObjectLiteralExpression, name: string): boolean =>
  object
    .getProperties()
    .some((one) => !tsMorph().Node.isSpreadAssignment(one) && keyOf(one.getNameNode()) === name);

function zodName(schema: ObjectLiteralExpression): string {
  const call = schema.getParentIfKindOrThrow(tsMorph().SyntaxKind.CallExpression);
  return call.getExpression().getText().split('.')[0] ?? 'z';
}

function write(sources: Sources, object: ObjectLiteralExpression, item: string): void {
  const path = pathOf(object.getSourceFile());
  const text = sources.text(path) ?? '';
  const plain = withoutBom(text);
  sources.write(path, text.slice(0, text.length - plain.length) + insertItem(plain, object, item));
}
