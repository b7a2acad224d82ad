import type { WritePlan } from '@plugwright/engine';
import type { Context } from './context.js';
import { visible } from './visible.js';

/** The files of a plan as a tree, with a mark for each that changes. */
export function printTree(context: Context, plan: WritePlan | undefined): void {
  const c = context.colours;
  const marks: Record<string, string> = {
    create: c.green('+'),
    update: c.yellow('~'),
    merge: c.yellow('~'),
    conflict: c.red('!'),
  };
  let folders: string[] = [];
  for (const { path, action } of plan?.files ?? []) {
    const segments = path.split('/');
    const parents = segments.slice(0, -1);
    const shared = parents.findIndex((name, index) => folders[index] !== name);
    for (let depth = shared === -1 ? parents.length : shared; depth < parents.length; depth++)
      context.print(`  ${'  '.repeat(depth)}${c.dim(`${parents[depth] ?? ''}/`)}`);
    folders = parents;
    const mark = marks[action] ?? ' ';
    context.print(`${mark} ${'  '.repeat(parents.length)}${visible(segments.at(-1) ?? '')}`);
  }
}

/** A unified diff in the usual colours. */
export function printDiff(context: Context, diff: string | undefined): void {
  if (!diff) return;
  const c = context.colours;
  for (const line of diff.trimEnd().split('\n')) {
    const text = visible(line);
    if (/^(?:\+\+\+|---|diff |Index: |=====)/.test(line)) context.print(c.bold(text));
    else if (line.startsWith('+')) context.print(c.green(text));
    else if (line.startsWith('-')) context.print(c.red(text));
    else if (line.startsWith('@@')) context.print(c.cyan(text));
    else context.print(text);
  }
}
