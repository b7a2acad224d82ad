import type { VerifyReport, WritePlan } from '@plugwright/engine';
import type { Diagnostic } from '@plugwright/errors';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { capture, runCli } from './__fixtures__/run-cli.js';
import { ask } from './ask.js';
import { createContext, type Flags } from './context.js';
import { isolationWords, printIsolation } from './print-isolation.js';
import { printOutcome } from './print-outcome.js';
import { printTree } from './print-plan.js';
import { printDiagnostics } from './print-problems.js';
import { printReport, verdict } from './print-report.js';
import { createProgress } from './progress.js';

function terminal(flags: Partial<Flags> = {}, stdin: string | undefined = undefined) {
  const stdout = capture();
  const stderr = capture();
  const input = Object.assign(
    (async function* () {
      yield stdin ?? '';
    })(),
    { isTTY: false },
  );
  const context = createContext(
    {
      stdin: input,
      stdout: { write: (text) => stdout.stream.write(text) },
      stderr: stderr.stream,
      env: {},
      cwd: '/here',
      signal: new AbortController().signal,
    },
    { json: false, quiet: false, color: false, debug: false, ...flags },
  );
  return { context, out: stdout.text, err: stderr.text };
}
const problem = (more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'PW_SPEC_TYPE',
  severity: 'error',
  message: 'Wrong.',
  path: '',
  ...more,
});

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

const report = (evidence: unknown, more: Partial<VerifyReport> = {}): VerifyReport => ({
  ok: true,
  cancelled: false,
  plugin: { name: 'plugin-x', files: 1, bytes: 1, generated: true },
  isolation: { level: 'sandbox', driver: 'bubblewrap' },
  durationMs: 1200,
  gates: [
    {
      gate: 'boot',
      status: 'passed',
      durationMs: 1,
      diagnostics: [],
      evidence: { actions: evidence },
    },
  ],
  ...more,
});

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

describe('ask', () => {
  it('is a no where nobody can answer', async () => {
    expect(await ask(terminal({}, 'y\n').context, 'Really?')).toBe(false);
  });
});

describe('createProgress', () => {
  it('prints plain lines for steps that have ended, also skipped ones', async () => {
    const { context, err } = terminal();
    const progress = createProgress(context, []);
    progress.onStep({ step: 'boot', state: 'start' });
    progress.onStep({ step: 'boot', state: 'skipped', detail: 'an earlier gate failed' });
    progress.onStep({ step: 'types', state: 'done', ms: 5 });
    await progress.stop();
    expect(err()).toBe('↓ boot    an earlier gate failed\n✔ types   5 ms\n');
  });
});

describe('plugwright doctor, where things are missing', () => {
  afterEach(() => {
    vi.doUnmock('@plugwright/engine');
    vi.resetModules();
  });

  it('ends with 1, says what to do, and shows what npm says with --debug', async () => {
    vi.resetModules();
    const engine = await import('@plugwright/engine');
    vi.doMock('@plugwright/engine', () => ({
      ...engine,
      doctor: async ({ onProgress }: { onProgress: (text: string) => void }) => {
        onProgress('added 3 packages\n');
        return {
          ok: false,
          rows: [
            { name: 'Node.js', state: 'ok', found: '22.0.0' },
            { name: 'store', state: 'missing', found: 'none', hint: 'Prepare it.' },
            { name: 'disk', state: 'warn', found: 'full', hint: 'Free it.' },
          ],
          isolation: {
            driver: 'bubblewrap',
            level: 'restricted',
            canaries: [
              { name: 'mount', open: false, found: 'EPERM' },
              { name: 'connect out', open: true, found: 'got\u001b[2J' },
            ],
          },
        };
      },
    }));
    const run = await runCli(['doctor', '--prepare', '--debug']);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe(
      '✔ Node.js  22.0.0\n✖ store    none\n           Prepare it.\n! disk     full\n           Free it.\n' +
        '\nWhat generated code tried in the self-test\n\n' +
        '  stopped  mount        EPERM\n  got out  connect out  got\\u001b[2J\n',
    );
    expect(run.stderr).toContain('added 3 packages');
    expect((await runCli(['doctor', '--prepare'])).stderr).not.toContain('added');
  });
});
