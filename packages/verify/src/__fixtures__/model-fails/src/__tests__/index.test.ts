import { expect, it } from 'vitest';
import { lighthousePlugin } from '../index.js';

it('has a name', () => {
  expect(lighthousePlugin.name).toContain('lighthouse');
});
