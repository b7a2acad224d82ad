import type { FileTree } from '@plugwright/render';
import type { ApplyResult } from './apply-tree.js';
import type { ReadSourceResult } from './read-source.js';

const count = (number: number, one: string, many = `${one}s`) =>
  `${number} ${number === 1 ? one : many}`;

/** `openapi, 9 of 12 operations`. */
export function readDetail(result: ReadSourceResult): string {
  if (!result.ok) return result.kind;
  const { kind, spec, operations } = result;
  if (kind === 'spec') return `spec ${spec.name}`;
  return `OpenAPI, ${spec.actions.length} of ${count(operations.length, 'operation')}`;
}

/** `31 files`. */
export const treeDetail = (tree: FileTree): string => count(tree.length, 'file');

/** `31 files in plugin-pets`. */
export function writeDetail({ written, unchanged }: ApplyResult, directory: string): string {
  const same = unchanged.length > 0 ? `, ${unchanged.length} unchanged` : '';
  return `${count(written.length, 'file')}${same} in ${directory}`;
}
