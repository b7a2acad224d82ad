import { describe, expect, it } from 'vitest';
import { lighthousePlugin } from '../index.js';

describe('plugin-lighthouse', () => {
  it('is a windmill', () => {
    expect(lighthousePlugin.name).toBe('plugin-windmill');
  });
});
