import { PlugwrightError } from '@plugwright/errors';
import { describe, expect, it } from 'vitest';
import { terminal } from './__fixtures__/printing.js';
import { reportError } from './report-error.js';

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
