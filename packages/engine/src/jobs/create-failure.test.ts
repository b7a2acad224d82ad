import { describe, expect, it } from 'vitest';
import type { VerifyReport } from '@plugwright/verify';
import { GatesFailed, gateVerdict, problemFailure } from './create-failure.js';

const problem = (severity: 'error' | 'warning', more: object = {}) => ({
  code: 'PW_SPEC_TYPE',
  severity,
  message: 'Wrong.\nAnd more.',
  path: '',
  hint: 'Change it.',
  ...more,
});

describe('the error of a job', () => {
  it('is the first error of what was read', () => {
    const found = [problem('warning', { code: 'PW_SPEC_UNUSED' }), problem('error')];
    expect(problemFailure(found)).toMatchObject({
      code: 'PW_SPEC_TYPE',
      message: 'Wrong.\nAnd more.',
      hint: 'Change it.',
      diagnostics: found,
    });
    expect(problemFailure([])).toMatchObject({ code: 'PW_SOURCE_UNKNOWN_FORMAT' });
  });

  it('names every gate that failed, and where, on one line', () => {
    const gate = (name: string, diagnostics: object[], status = 'failed') =>
      ({ gate: name, status, diagnostics }) as unknown as VerifyReport['gates'][number];
    const report = {
      gates: [
        gate('parse', [], 'passed'),
        gate('types', [problem('error', { file: 'src/a.ts', line: 3, column: 1 })]),
        gate('bundle', [problem('error')]),
        gate('boot', [problem('warning')]),
      ],
    } as VerifyReport;
    const text = 'types failed: src/a.ts:3:1 Wrong.; bundle failed: Wrong.; boot failed';
    expect(gateVerdict(report)).toBe(text);
    expect(new GatesFailed(report)).toMatchObject({ code: 'PW_CREATE_GATES', message: text });
    expect(gateVerdict({ gates: [] })).toBe('The gates did not run to their end.');
  });
});
