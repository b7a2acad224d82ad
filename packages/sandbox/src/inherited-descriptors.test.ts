import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { inheritedDescriptors } from './inherited-descriptors.js';

const root = mkdtempSync(join(tmpdir(), 'plugwright-fd-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('finds descriptors that are not closed on exec, beyond the three streams', () => {
  mkdirSync(join(root, 'fd'));
  mkdirSync(join(root, 'fdinfo'));
  const flags = { 0: '0100002', 5: '02100000', 7: '0100000', 21: '0100001' };
  for (const [number, text] of Object.entries(flags)) {
    writeFileSync(join(root, 'fd', number), '');
    writeFileSync(join(root, 'fdinfo', number), `pos:\t0\nflags:\t${text}\nmnt_id:\t29\n`);
  }
  // Closed again before its flags could be read.
  writeFileSync(join(root, 'fd', '30'), '');
  expect(inheritedDescriptors(root).sort((a, b) => a - b)).toEqual([7, 21]);
  expect(inheritedDescriptors(root, new Set([7]))).toEqual([21]);
});

it('finds none where there is no /proc', () => {
  expect(inheritedDescriptors(join(root, 'nowhere'))).toEqual([]);
});
