import { expect, it } from 'vitest';
import { harnessText } from './harness-file.js';

it('is one file that needs Node and the runtime beside the plugin, and nothing else', async () => {
  const text = await harnessText();
  const imported = [...text.matchAll(/\bfrom\s*["']([^"']+)["']/g)].map(([, name = '']) => name);
  const others = imported.filter((name) => !/^(?:node:)?[a-z_/]+$/.test(name));
  expect([...new Set(others)]).toEqual(['@elizaos/core']);
  // It is loaded at every boot: 111 kB, 335 with the schema library.
  expect(text.length).toBeLessThan(125_000);
});
