import { describe, expect, it } from 'vitest';
import { terminal } from './__fixtures__/printing.js';
import { createProgress } from './progress.js';

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
