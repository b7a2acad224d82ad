import { describe, expect, it } from 'vitest';
import { duration } from './duration.js';
import { nearest } from './nearest.js';
import { visible } from './visible.js';

describe('visible', () => {
  it('shows what a terminal would obey, and leaves other text alone', () => {
    expect(visible('a\u001b[2Jb')).toBe('a\\u001b[2Jb');
    expect(visible('\u202eevil\u0007\r')).toBe('\\u202eevil\\u0007\\u000d');
    expect(visible('zwei Zeilen\n\tünïcode 🎉')).toBe('zwei Zeilen\n\tünïcode 🎉');
  });
});

describe('nearest', () => {
  it('finds what was meant, and nothing when nothing is near', () => {
    expect(nearest('PW_SPEC_TYP', ['PW_PATH_EMPTY', 'PW_SPEC_TYPE'])).toBe('PW_SPEC_TYPE');
    expect(nearest('hello', ['PW_PATH_EMPTY', 'PW_SPEC_TYPE'])).toBeUndefined();
    expect(nearest('a', [])).toBeUndefined();
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
