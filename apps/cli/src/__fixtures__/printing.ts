import type { VerifyReport } from '@plugwright/engine';
import type { Diagnostic } from '@plugwright/errors';
import { createContext, type Flags } from '../context.js';
import { capture } from './run-cli.js';

/** What a command gets to print with, and what it has printed so far. */
export function terminal(flags: Partial<Flags> = {}, stdin: string | undefined = undefined) {
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

/** An error of no particular place. */
export const problem = (more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'PW_SPEC_TYPE',
  severity: 'error',
  message: 'Wrong.',
  path: '',
  ...more,
});

/** What `verify` says of a plugin that passed, with the answers of its actions. */
export const report = (evidence: unknown, more: Partial<VerifyReport> = {}): VerifyReport => ({
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
