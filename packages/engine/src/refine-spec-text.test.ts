import { readSpec } from '@plugwright/spec';
import { readText } from '@plugwright/spec/text';
import { writeSpec } from '@plugwright/spec';
import { describe, expect, it } from 'vitest';
import { refineSpecText } from './index.js';

const { spec } = readText(
  'Poll https://status.example.com/api every 5 minutes and notify me when it changes',
);
if (!spec) throw new Error('The sentence gives no spec.');
const TEXT = `# Watches the status page.\n${writeSpec(spec).replace('    description:', '    # asked for in June\n    description:')}# The end.\n`;

describe('a spec file that somebody talks about', () => {
  it.each([
    ['every 10 minutes', /everyMs: 600000/],
    ['call it plugin-status-desk', /name: plugin-status-desk/],
    ['also search GitHub repositories', /SEARCH_/],
  ])('follows "%s" and keeps its comments', async (answer, expected) => {
    const refined = await refineSpecText(TEXT, answer);
    expect(refined.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(refined.text).toMatch(expected);
    expect(refined.diff).toMatch(/^[+-]/m);
    for (const comment of ['# Watches the status page.', '# asked for in June', '# The end.'])
      expect(refined.text).toContain(comment);
    const again = readSpec(refined.text);
    expect(again.ok && again.spec).toEqual(refined.spec);
  });

  it('stays as it is when nothing is understood, or when it is no spec', async () => {
    expect(await refineSpecText(TEXT, 'purple elephants')).toMatchObject({ text: TEXT, diff: '' });
    const broken = await refineSpecText('name: [', 'every hour');
    expect(broken.text).toBe('name: [');
    expect(broken.spec).toBeUndefined();
    expect(broken.diagnostics).not.toEqual([]);
  });
});
