import { describe, expect, it } from 'vitest';
import { problem, report, terminal } from './__fixtures__/printing.js';
import { printReport, verdict } from './print-report.js';

describe('printReport', () => {
  it('prints replies on one line each, and counts the rest', () => {
    const { context, out } = terminal();
    const actions = Array.from({ length: 14 }, (_, index) => ({
      name: `ACTION_${index}`,
      ...(index === 1 ? { input: '{"word":"\\u0007hi"}' } : {}),
      reply: index === 0 ? `list:\n 1. ${'long '.repeat(40)}` : 'a\n\u001b[2Jb',
      success: index !== 1,
    }));
    printReport(context, report([...actions, null, { name: 1 }, 'x']));
    expect(out()).toContain('ACTION_11');
    expect(out()).not.toContain('ACTION_12');
    expect(out()).toContain('and 2 more');
    expect(out()).toContain('list: 1. long');
    expect(out()).toContain('…\n');
    expect(out()).toContain('a · \\u001b[2Jb');
    expect(out()).toContain('ACTION_1 {"word":"\\u0007hi"}\n');
  });

  it('says nothing when nothing answered, and gives findings of gates their file', () => {
    const { context, out, err } = terminal();
    const failed = report('nothing', {
      ok: false,
      gates: [
        {
          gate: 'types',
          status: 'failed',
          durationMs: 1,
          evidence: {},
          diagnostics: [
            { ...problem(), file: 'src/a.ts', line: 2, column: 3 },
            { ...problem(), file: 'package.json' },
            problem(),
          ],
        },
      ],
    });
    printReport(context, failed);
    expect(out()).toBe('');
    expect(err()).toContain('src/a.ts:2:3');
    expect(err()).toContain('package.json:1:1');
    expect(verdict(failed)).toBe('failed: types');
    expect(verdict(report([]))).toBe('1 gate passed');
  });
});
