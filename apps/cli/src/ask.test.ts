import { describe, expect, it } from 'vitest';
import { terminal } from './__fixtures__/printing.js';
import { ask } from './ask.js';

describe('ask', () => {
  it('is a no where nobody can answer', async () => {
    expect(await ask(terminal({}, 'y\n').context, 'Really?')).toBe(false);
  });
});
