import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { specLimits } from './index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README tells the limits that the code has', () => {
  expect(readme).toContain(`| ${specLimits.bytes / 1024} KiB (`);
  expect(readme).toMatch(new RegExp(`\\| components +\\| ${specLimits.components} `));
  expect(readme).toContain(`${specLimits.text.toLocaleString('en')} characters`);
});
