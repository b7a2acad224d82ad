import { describe, expect, it } from 'vitest';
import { duration } from './duration.js';
import { exitOfFirst } from './error-table.js';
import { shownPath } from './shown-path.js';
import { visible } from './visible.js';

describe('visible', () => {
  it('shows what a terminal would obey, and leaves other text alone', () => {
    expect(visible('a\u001b[2Jb')).toBe('a\\u001b[2Jb');
    expect(visible('\u202eevil\u0007\r')).toBe('\\u202eevil\\u0007\\u000d');
    expect(visible('zwei Zeilen\n\tünïcode 🎉')).toBe('zwei Zeilen\n\tünïcode 🎉');
  });
});

describe('duration', () => {
  it('uses the unit that people would', () => {
    expect([duration(7.6), duration(1310), duration(65_000)]).toEqual([
      '8 ms',
      '1.3 s',
      '1 min 5 s',
    ]);
  });
});

describe('shownPath', () => {
  it('is relative to where the person is', () => {
    expect([shownPath('/here', '/here/x'), shownPath('/here', '/here')]).toEqual(['x', '.']);
  });
});

describe('exitOfFirst', () => {
  it('is that of the first error, and a fault for codes that nobody knows', () => {
    const one = (code: string) => ({ code, severity: 'error', message: '', path: '' }) as const;
    expect(exitOfFirst([])).toBe(2);
    expect(exitOfFirst([one('PW_SPEC_TYPE'), one('PW_INTERNAL')])).toBe(2);
    expect(exitOfFirst([one('PW_NO_SUCH_CODE')])).toBe(3);
  });
});
