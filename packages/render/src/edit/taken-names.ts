import type { PluginSpec } from '@plugwright/spec';
import type { ObjectLiteralExpression, PropertyDeclaration } from 'ts-morph';
import { at, ownCode } from './find-plugin.js';
import { EditRefused, problem } from './problem.js';
import type { Sources } from './sources.js';
import { tsMorph } from './ts-morph.js';

/** Keys of which an object has one when it is a component of that kind. */
const MARKS = {
  action: ['handler', 'validate'],
  provider: ['get'],
  evaluator: ['handler', 'validate'],
} as const;

/**
 * Refuses a component whose name the plugin's own code uses already: ElizaOS drops the second action of a
 * name, and gives out the first service of a type. Files in `made` are ours and not looked at.
 */
export function refuseTakenNames(
  sources: Sources,
  fragment: PluginSpec,
  made: ReadonlySet<string> = new Set(),
): void {
  const paths = ownCode(sources).filter((path) => !made.has(path));
  const wanted = [
    ...fragment.actions.map(({ name }) => ({ kind: 'action' as const, name })),
    ...fragment.providers.map(({ name }) => ({ kind: 'provider' as const, name })),
    ...fragment.evaluators.map(({ name }) => ({ kind: 'evaluator' as const, name })),
    ...fragment.services.map(({ name }) => ({ kind: 'service' as const, name })),
    ...fragment.routes.map(({ path, method }) => ({ kind: 'route' as const, name: path, method })),
  ];
  for (const one of wanted) {
    for (const path of paths) {
      if (!(sources.text(path) ?? '').includes(one.name)) continue;
      const taken =
        one.kind === 'service' ? serviceOf(sources, path, one.name) : objectOf(sources, path, one);
      if (!taken) continue;
      throw new EditRefused(
        problem(
          'PW_EDIT_NAME_TAKEN',
          `The plugin has ${one.kind === 'action' || one.kind === 'evaluator' ? 'an' : 'a'} ${one.kind} ${one.name} already, in ${path}.`,
          'Give the new one another name, or remove what is there.',
          taken,
        ),
      );
    }
  }
}

function objectOf(
  sources: Sources,
  path: string,
  wanted:
    | { kind: keyof typeof MARKS; name: string }
    | { kind: 'route'; name: string; method: string },
) {
  const { SyntaxKind } = tsMorph();
  const found = sources
    .parse(path)
    .getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression)
    .find((object) =>
      wanted.kind === 'route'
        ? textOf(object, 'path') === wanted.name && textOf(object, 'type') === wanted.method
        : textOf(object, 'name') === wanted.name &&
          MARKS[wanted.kind].some((key) => object.getProperty(key)),
    );
  return found && at(found);
}

function textOf(object: ObjectLiteralExpression, key: string): string | undefined {
  const { Node } = tsMorph();
  const property = object.getProperty(key);
  const value = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
  return Node.isStringLiteral(value) || Node.isNoSubstitutionTemplateLiteral(value)
    ? value.getLiteralValue()
    : undefined;
}

function serviceOf(sources: Sources, path: string, name: string) {
  const { Node } = tsMorph();
  const found = sources
    .parse(path)
    .getClasses()
    .flatMap((one) => one.getStaticProperty('serviceType') ?? [])
    .filter((one): one is PropertyDeclaration => Node.isPropertyDeclaration(one))
    .map((one) => one.getInitializer())
    .find((value) => Node.isStringLiteral(value) && value.getLiteralValue() === name);
  return found && at(found);
}
