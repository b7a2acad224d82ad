import type { WritePlan } from '@plugwright/engine';
import { describe, expect, it } from 'vitest';
import { terminal } from './__fixtures__/printing.js';
import { printOutcome } from './print-outcome.js';
import { printDiff, printTree } from './print-plan.js';

describe('printDiff', () => {
  it('keeps the lines, and is silent without a diff', () => {
    const { context, out } = terminal();
    printDiff(context, undefined);
    printDiff(context, '');
    expect(out()).toBe('');
    printDiff(context, '--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n same\n');
    expect(out()).toBe('--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n same\n');
  });
});

describe('printOutcome and printTree', () => {
  it('quote a directory that a shell would split, and stay away from JSON', () => {
    const result = { outcome: 'written', diagnostics: [], kind: 'spec', operations: [] } as const;
    const shown = terminal();
    printOutcome(shown.context, {
      ...result,
      diagnostics: [],
      operations: [],
      directory: '/here/my plugin',
    });
    expect(shown.err()).toContain('cd "my plugin" &&');
    const json = terminal({ json: true });
    printOutcome(json.context, { ...result, diagnostics: [], operations: [] });
    expect([json.out(), json.err()]).toEqual(['', '']);
  });

  it('mark what changes', () => {
    const { context, out } = terminal();
    const file = (path: string, action: WritePlan['files'][number]['action']) =>
      ({ path, action, owner: 'generated', text: '' }) as const;
    printTree(context, {
      stale: [],
      files: [
        file('a/b/c.ts', 'create'),
        file('a/b/d.ts', 'update'),
        file('a/e.ts', 'conflict'),
        file('f.ts', 'keep'),
        file('g/h.ts', 'unchanged'),
      ],
    });
    expect(out()).toBe('  a/\n    b/\n+     c.ts\n~     d.ts\n!   e.ts\n  f.ts\n  g/\n    h.ts\n');
  });
});
