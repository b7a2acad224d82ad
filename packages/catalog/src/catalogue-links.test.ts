import { catalogue } from '@plugwright/spec/text';
import { expect, it } from 'vitest';
import { documentsBelow } from './index.js';

const linked = catalogue.filter((entry) => entry.openapi !== undefined);

it('has a document for every provider of the catalogue that names one', () => {
  expect(linked.length).toBeGreaterThan(60);
  const lost = linked.filter((entry) => documentsBelow(entry.openapi ?? '').length === 0);
  expect(lost.map((entry) => entry.id)).toEqual([]);
});
