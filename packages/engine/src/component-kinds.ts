import type { PluginSpec } from '@plugwright/spec';
import type { AddKind } from '@plugwright/render/edit';

/** What can be added to a plugin that exists. */
export const addKinds = [
  'action',
  'provider',
  'evaluator',
  'service',
  'route',
  'event',
  'variable',
] as const satisfies readonly AddKind[];

/** The list of a spec that holds components of each kind. */
export const listOf = {
  action: 'actions',
  provider: 'providers',
  evaluator: 'evaluators',
  service: 'services',
  route: 'routes',
  event: 'events',
  variable: 'environment',
} as const satisfies Record<AddKind, keyof PluginSpec>;

/** Names of the components of a kind, as they stand in the spec. */
export function componentNames(spec: PluginSpec, kind: AddKind): string[] {
  return spec[listOf[kind]].map((one) => ('event' in one ? one.event : one.name));
}
