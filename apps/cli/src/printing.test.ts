import type { SentenceReading, VerifyReport, WritePlan } from '@plugwright/engine';
import { type Diagnostic, PlugwrightError } from '@plugwright/errors';
import { createRedactor } from '@plugwright/vault/redact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { capture, runCli } from './__fixtures__/run-cli.js';
import { ask } from './ask.js';
import { createContext, type Flags } from './context.js';
import { isolationWords, printIsolation } from './print-isolation.js';
import { printOutcome } from './print-outcome.js';
import { printDiff, printTree } from './print-plan.js';
import { printDiagnostics } from './print-problems.js';
import { printQuestions, printReading, readingJson } from './print-reading.js';
import { printReport, verdict } from './print-report.js';
import { createProgress } from './progress.js';
import { redactOutput } from './redact-output.js';
import { reportError } from './report-error.js';

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

const sentenceReading = (more: Partial<SentenceReading> = {}): SentenceReading => ({
  text: 'Tell the weather of Berlin every day at nine, and say it in a very friendly manner to all of us',
  intent: 'create',
  outcome: 'questions',
  fields: [],
  recipes: [],
  providers: [],
  assumptions: [],
  questions: [],
  linked: [],
  ...more,
});
const field = (at: number, more: object = {}): SentenceReading['fields'][number] => ({
  path: `/actions/${at}/name`,
  value: 'GET_WEATHER',
  confidence: 0.8,
  evidence: [0, 16],
  source: 'rule',
  ...more,
});

describe('printReading', () => {
  it('says nothing of a reading that leaves nothing to say', () => {
    const { context, out, err } = terminal();
    printReading(context, sentenceReading({ fields: [field(0)] }));
    printReading(context, sentenceReading(), { withEvidence: true });
    expect([out(), err()]).toEqual(['', '']);
  });

  it('shows what was said for what, shortened, and counts what is too much', () => {
    const fields = [
      field(0, { value: { kind: 'http', path: `/${'x'.repeat(60)}` }, evidence: [0, 95] }),
      field(1, { evidence: null }),
      ...Array.from({ length: 13 }, (_, at) => field(at + 2)),
    ];
    const few = terminal();
    printReading(few.context, sentenceReading({ fields, recipes: ['http'] }), {
      withEvidence: true,
    });
    expect(few.err()).toContain('Recipes  http\n');
    expect(few.err()).toMatch(
      /\/actions\/0\/name +\{"kind":"http","path":"\/x+…  rule 0\.80, “Tell the weather .*…”/,
    );
    expect(few.err()).not.toContain('/actions/1/name');
    expect(few.err()).not.toContain('/actions/14/name');
    expect(few.err()).toContain('… and 2 more (--debug shows all of them)');
    const all = terminal({ debug: true });
    printReading(all.context, sentenceReading({ fields }), { withEvidence: true });
    expect(all.err()).toContain('/actions/14/name');
    expect(all.err()).not.toContain('more (--debug');
  });

  it('shows the operations that were found, and what is assumed', () => {
    const { context, err } = terminal();
    const linked = {
      action: 'GET_WEATHER',
      phrase: 'tell the\u001b[2J weather',
      document: 'weather.example',
      chosen: 'GET /weather',
      others: ['GET /forecast', 'GET /alerts'],
    };
    printReading(
      context,
      sentenceReading({
        linked: [linked, { ...linked, others: [] }],
        assumptions: [
          { path: '/name', value: 'plugin-weather', text: 'It is called plugin-weather.' },
          { path: '', value: null, text: 'It is in English.' },
        ],
      }),
    );
    expect(err()).toContain('“tell the\\u001b[2J weather” → GET /weather  weather.example\n');
    expect(err().match(/next best: GET \/forecast; GET \/alerts/g)).toHaveLength(1);
    expect(err()).toContain('• It is called plugin-weather.  /name\n');
    expect(err()).toContain('• It is in English.\n');
  });

  it('shows questions with what would be taken, and how to answer', () => {
    const question = { id: 'feed', text: 'Which feed?', path: '/feed', choices: [] };
    const bare = terminal();
    printQuestions(bare.context, [question]);
    expect(bare.err()).toContain('? feed  Which feed?\n');
    expect(bare.err()).toContain('"feed": "…"');
    expect(bare.err()).not.toMatch(/for example:|otherwise:/);
    const choices = terminal();
    printQuestions(choices.context, [{ ...question, choices: ['a', 'b'] }]);
    expect(choices.err()).toContain('for example: a | b\n');
    expect(choices.err()).toContain('"feed": "a"');
    const likely = terminal();
    printQuestions(likely.context, [{ ...question, choices: ['a', 'b'], fallback: 'b' }]);
    expect(likely.err()).toContain('otherwise: b\n');
    expect(likely.err()).toContain('"feed": "b"');
  });

  it('is part of --json without what is said elsewhere', () => {
    expect(readingJson(undefined)).toEqual({});
    const { text, outcome: _, ...rest } = sentenceReading();
    expect(readingJson(sentenceReading())).toEqual({ sentence: text, ...rest });
  });
});

describe('what is written', () => {
  it('loses secrets, as text and as bytes, until it is released', () => {
    const { stream, text } = capture();
    const { write } = stream;
    const redactor = createRedactor(() => []);
    redactor.add({ name: 'KEY', value: 'a-very-secret-value' });
    const release = redactOutput({ stdout: capture().stream, stderr: stream }, redactor);
    stream.write('text a-very-secret-value\n');
    stream.write(Buffer.from('bytes a-very-secret-value\n'));
    const plain = Buffer.from([0xff, 0x0a]);
    stream.write(plain);
    release();
    expect(stream.write).toBe(write);
    expect(text()).not.toContain('a-very-secret-value');
    expect(text()).toMatch(/^text \S.*\nbytes \S.*\n/);
    // Bytes without a secret go through as they are.
    expect(text().endsWith(plain.toString())).toBe(true);
  });
});

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

describe('reportError', () => {
  it('tells a fault of ours from yours, with its causes on demand', async () => {
    const fault = terminal({ debug: true });
    const error = new Error('outer', { cause: 'inner' });
    expect(await reportError(fault.context, error)).toBe(3);
    expect(fault.err()).toContain('error PW_INTERNAL\n  outer\n');
    expect(fault.err()).toContain('This is a fault of Plugwright.');
    expect(fault.err()).toContain('caused by: inner');
    const odd = terminal();
    expect(await reportError(odd.context, 'text')).toBe(3);
    expect(odd.err()).toContain('  text\n');
    const yours = terminal();
    const known = new PlugwrightError({ code: 'PW_CLI_USAGE', message: 'Not so.\nLike this.' });
    expect(await reportError(yours.context, known)).toBe(2);
    expect(yours.err()).toBe('error PW_CLI_USAGE\n  Not so.\n  Like this.\n');
  });
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
