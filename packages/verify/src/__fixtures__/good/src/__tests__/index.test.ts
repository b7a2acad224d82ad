import { describe, expect, it } from 'vitest';
import { lighthousePlugin } from '../index.js';

describe('plugin-lighthouse', () => {
  it('has an action', () => {
    expect(lighthousePlugin.actions?.map((action) => action.name)).toEqual(['LIGHTHOUSE_SIGNAL']);
  });
});
