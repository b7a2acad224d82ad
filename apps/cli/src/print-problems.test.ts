import { describe, expect, it } from 'vitest';
import { problem, terminal } from './__fixtures__/printing.js';
import { printDiagnostics } from './print-problems.js';

describe('printDiagnostics', () => {
  it('counts what is too much to show, and shows warnings and notes only where they are wanted', () => {
    const many = [
      ...Array.from({ length: 23 }, () => problem()),
      ...Array.from({ length: 7 }, () => problem({ severity: 'warning' })),
      problem({ severity: 'info', message: 'By the way.' }),
    ];
    const normal = terminal();
    printDiagnostics(normal.context, many);
    expect(normal.err().match(/error PW_SPEC_TYPE/g)).toHaveLength(20);
    expect(normal.err()).toContain('and 3 more errors');
    expect(normal.err()).toContain('and 2 more warnings');
    expect(normal.err()).not.toContain('By the way.');
    const quiet = terminal({ quiet: true });
    printDiagnostics(quiet.context, many);
    expect(quiet.err()).not.toContain('warning');
    const debug = terminal({ debug: true });
    printDiagnostics(debug.context, many);
    expect(debug.err()).toContain('By the way.');
  });

  it('gives the place as well as it is known', () => {
    const { context, err } = terminal();
    const loaded = { source: 'a.yaml', text: `short: 1\n${'x'.repeat(300)}\n\ttab: 1\n` };
    printDiagnostics(
      context,
      [
        problem({ path: '/actions/0' }),
        problem({ position: { line: 3, column: 7 } }),
        problem({ position: { source: 'a.yaml', line: 1, column: 8 } }),
        problem({ position: { source: 'a.yaml', line: 2, column: 1 } }),
        problem({ position: { source: 'a.yaml', line: 3, column: 2 } }),
        problem({ position: { source: 'a.yaml', line: 99, column: 2 } }),
        problem({ position: { source: 'b.yaml', line: 1, column: 1 }, message: 'Two\nlines.' }),
      ],
      loaded,
    );
    expect(err()).toContain('PW_SPEC_TYPE  at /actions/0\n');
    expect(err()).toContain('PW_SPEC_TYPE  line 3:7\n');
    expect(err()).toContain('  1 │ short: 1\n    │        ^\n');
    expect(err()).toContain('  3 │  tab: 1\n');
    expect(err()).not.toContain('xxx');
    expect(err()).toContain('  Two\n  lines.\n');
  });
});
