import type { FileTree, FileOwner } from '@plugwright/render';
import { createTwoFilesPatch } from 'diff';
export interface WritePlan { files: { path: string; text: string; before?: string; owner: FileOwner; action: 'create'|'update'|'unchanged'|'keep'|'conflict' }[] }
export function planWrite({ tree, existing, force }: { tree: FileTree; existing: ReadonlyMap<string,string>; force?: boolean }): WritePlan {
  return { files: tree.map((f) => { const before = existing.get(f.path); return { ...f, ...(before === undefined ? {} : { before }), action: before === undefined ? 'create' as const : before === f.text ? 'unchanged' as const : f.owner === 'scaffold' ? 'keep' as const : force ? 'update' as const : 'conflict' as const }; }) };
}
export function unifiedDiff(plan: WritePlan): string {
  return plan.files.filter((f) => f.action === 'create' || f.action === 'update' || f.action==='conflict').map((f) => createTwoFilesPatch(f.before === undefined ? '/dev/null' : 'a/' + f.path, 'b/' + f.path, f.before ?? '', f.text)).join('');
}
