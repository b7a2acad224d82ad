import { describe, expect, it } from 'vitest';
import { useColour } from './colour.js';

const out = (isTTY: boolean) => ({ write: () => true, isTTY });

describe('useColour', () => {
  it.each([
    ['a terminal', true, {}, true, true],
    ['a pipe', false, {}, true, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, true, false],
    ['--no-color, whatever is forced', true, { FORCE_COLOR: '1' }, false, false],
    ['NO_COLOR, whatever is forced', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['an empty NO_COLOR, which means nothing', true, { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR=1 in a pipe', false, { FORCE_COLOR: '1' }, true, true],
    ['FORCE_COLOR=0 on a terminal', true, { FORCE_COLOR: '0' }, true, false],
    ['FORCE_COLOR=false on a terminal', true, { FORCE_COLOR: 'false' }, true, false],
  ])('decides for %s', (_what, tty, env, flag, expected) => {
    expect(useColour(out(tty), env, flag)).toBe(expected);
  });
});
