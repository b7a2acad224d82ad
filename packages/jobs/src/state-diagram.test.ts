import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateDiagram, stateTables } from './state-diagram.js';

const page = readFileSync(join(import.meta.dirname, '../../../docs/jobs.md'), 'utf8');
/** Without what the formatter may change. */
const plain = (text: string) => text.replaceAll(/[ -]+/g, ' ').replaceAll('| |', '||');

test('the diagram and the tables in docs/jobs.md are those of the code (node scripts/job-states.mjs)', () => {
  expect(page).toContain(stateDiagram());
  for (const line of stateTables()
    .split('\n')
    .filter((row) => row.includes('`')))
    expect(plain(page)).toContain(plain(line));
});
