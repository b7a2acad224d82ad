import { describe, expect, it } from 'bun:test';
import { starterPlugin } from '../index';

describe('plugin', () => {
  it('has a name', () => {
    expect(starterPlugin.name).toContain('plugin-');
  });
});
