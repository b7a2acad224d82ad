import { describe, expect, it } from 'vitest';
import { report, terminal } from './__fixtures__/printing.js';
import { isolationWords, printIsolation } from './print-isolation.js';

describe('printIsolation', () => {
  it('names the sandbox in the verdict, and is silent otherwise', () => {
    const { context, err } = terminal();
    expect(isolationWords(report([]))).toBe(', in a sandbox (bubblewrap)');
    expect(isolationWords(report([], { gates: [] }))).toBe('');
    printIsolation(context, report([]));
    printIsolation(context, report([], { gates: [] }));
    expect(err()).toBe('');
  });

  it('warns of a lower level, and cleans what it did not write itself', () => {
    const { context, err } = terminal();
    const isolation = { level: 'none', driver: 'none', reason: 'of\u001b[2J' } as const;
    printIsolation(context, report([], { isolation }));
    expect(err()).toContain('! none\n');
    expect(err()).toContain('It was so because of\\u001b[2J.');
    printIsolation(context, report([], { isolation: { level: 'none', driver: 'none' } }));
    expect(err()).not.toContain('undefined');
  });
});
