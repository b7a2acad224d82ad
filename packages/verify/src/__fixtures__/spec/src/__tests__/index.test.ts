import { expect, it } from 'vitest';
import { placePath } from '../place-path.js';

it('encodes the place', () => {
  expect(placePath('a/b')).toBe('/places/a%2Fb');
});
