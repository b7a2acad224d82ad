import type { PluginSpec } from '@plugwright/spec';
import type { FileTree } from '@plugwright/render';
import type { ApplyResult } from './apply-tree.js';
import type { ReadSourceResult } from './read-source.js';

const count = (number: number, one: string, many = `${one}s`) =>
  `${number} ${number === 1 ? one : many}`;

/** `OpenAPI, 9 of 12 operations`. */
export function readDetail(
  result:
    | Omit<Extract<ReadSourceResult, { ok: true }>, 'loaded'>
    | Pick<Extract<ReadSourceResult, { ok: false }>, 'ok' | 'kind'>,
): string {
  if (!result.ok) return result.kind;
  const { kind, spec, operations } = result;
  if (kind === 'sentence')
    return `sentence ${spec.name}, ${count(componentsOf(spec), 'component')}`;
  if (kind === 'spec') return `spec ${spec.name}`;
  return `OpenAPI, ${spec.actions.length} of ${count(operations.length, 'operation')}`;
}

const componentsOf = (spec: PluginSpec) =>
  [spec.actions, spec.providers, spec.evaluators, spec.services, spec.routes, spec.events].flat()
    .length;

/** `31 files`. */
export const treeDetail = (tree: FileTree): string => count(tree.length, 'file');

/** `31 files in plugin-pets`. */
export function writeDetail({ written }: ApplyResult, all: number, directory: string): string {
  const same = all - written.length;
  if (written.length === 0) return `nothing to change in ${directory}`;
  return `${count(written.length, 'file')} in ${directory}${same > 0 ? `, ${same} unchanged` : ''}`;
}
