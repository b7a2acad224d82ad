import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { applyWaivers, parseWaivers } from './waivers.js';
import { isAtLeast } from './finding.js';
import { scanTree } from './scan.js';
import { toSarif } from './report/sarif.js';
import { toText } from './report/text.js';
import { treeOf } from './source-tree.js';

const text = `import { exec } from 'node:child_process';
// eslint-disable-next-line
export const handle = (req, res) => exec('ls ' + req.query.q); // plugwright-ignore
`;
const tree = treeOf([
  ['src/a b.js', text],
  ['src/c.js', text.replace('// eslint', '\n\n// eslint')],
  ['src/long.js', `${'/* x */'.repeat(60)}eval(location.hash);\u202e`],
]);
const scanned = () => scanTree(tree, { secretlint: false });

describe('a scan', () => {
  it('is the same each time, whatever the order of the files', async () => {
    const turned = treeOf([...tree.files].toReversed());
    expect(await scanTree(turned, { secretlint: false })).toEqual(await scanned());
  });

  it('is not switched off by comments in the code', async () => {
    const { findings } = await scanned();
    expect(findings.filter(({ rule }) => rule === 'command-injection')).toHaveLength(2);
  });

  it('keeps its fingerprints when lines are added above', async () => {
    const before = (await scanTree(treeOf([['a.js', text]]), { secretlint: false })).findings;
    const after = (await scanTree(treeOf([['a.js', `\n\n${text}`]]), { secretlint: false }))
      .findings;
    expect(after.map((one) => one.fingerprint)).toEqual(before.map((one) => one.fingerprint));
    expect(after[0]?.line).toBe((before[0]?.line ?? 0) + 2);
  });
});

describe('the text', () => {
  it('shows the line, marks the place and writes hidden characters out', async () => {
    const shown = toText(await scanned(), (path) =>
      Buffer.from(tree.files.get(path) ?? []).toString(),
    );
    expect(shown).toContain(
      'critical Command made from untrusted text (child_process.exec). PW-S-101',
    );
    expect(shown).toContain("  3 | export const handle = (req, res) => exec('ls ' + req.query.q);");
    expect(shown).toMatch(/\n {4}\| +\^{19}\n/);
    expect(shown).toContain('from src/a b.js:3');
    expect(shown).toContain('\\u{202e}');
    expect(shown).not.toContain('\u202e');
  });

  it('names what was not read', async () => {
    const result = await scanTree({
      files: new Map(),
      skipped: [{ path: 'x', reason: 'it is a link' }],
    });
    expect(toText(result, () => undefined)).toBe('not read: x, because it is a link');
  });
});

describe('SARIF', () => {
  it('has what GitHub code scanning reads', async () => {
    const sarif = toSarif(await scanned(), '1.2.3') as unknown as {
      runs: {
        tool: { driver: { rules: { id: string; properties: object }[] } };
        results: Record<string, unknown>[];
      }[];
    };
    const [run] = sarif.runs;
    expect(run?.tool.driver.rules.find(({ id }) => id === 'PW-S-101')?.properties).toMatchObject({
      'security-severity': '9.5',
      tags: expect.arrayContaining(['external/cwe/cwe-078']),
    });
    expect(run?.results[0]).toMatchObject({
      ruleId: expect.stringMatching(/^PW-S-\d+$/),
      level: 'error',
      partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[\da-f]{16}:\d+$/) },
      locations: [{ physicalLocation: { artifactLocation: { uriBaseId: '%SRCROOT%' } } }],
    });
    expect(JSON.stringify(sarif)).toContain('src/a%20b.js');
  });
});

describe('waivers', () => {
  const waiver =
    'waivers:\n  - rule: PW-S-101\n    path: src/c.js\n    reason: only admins\n    author: Ada\n    expires: 2030-01-31\n';

  it('cover what they name until they run out', async () => {
    const { findings } = await scanned();
    const waivers = parseWaivers(waiver);
    const on = (day: string) =>
      applyWaivers(findings, waivers, new Date(day))
        .filter(({ waived }) => waived)
        .map(({ path }) => path);
    expect(on('2030-01-31')).toEqual(['src/c.js']);
    expect(on('2030-02-01')).toEqual([]);
    const result = await scanTree(tree, {
      waivers,
      today: new Date('2029-01-01'),
      secretlint: false,
    });
    expect(toText(result, () => undefined)).toContain(
      'waived until 2030-01-31 by Ada: only admins',
    );
    expect(JSON.stringify(toSarif(result, '1'))).toContain('"justification":"only admins"');
  });

  it.each([
    ['no list', 'a: 1', 'holds no list'],
    ['no YAML', 'a: [', 'not valid'],
    ['no reason', '- rule: PW-S-101\n  author: Ada\n  expires: 2030-01-31', 'has no reason'],
    [
      'no date',
      '- rule: PW-S-101\n  author: Ada\n  reason: x\n  expires: soon',
      'expires on no date',
    ],
    ['no object', '- 1', 'has no'],
  ])('are refused with %s', (_name, given, message) => {
    expect(() => parseWaivers(given)).toThrow(message);
  });

  it('can name one finding by its fingerprint', async () => {
    const [first] = (await scanned()).findings;
    const waivers = parseWaivers(
      JSON.stringify([
        {
          rule: first?.rule,
          fingerprint: first?.fingerprint,
          reason: 'x',
          author: 'y',
          expires: '2030-01-01',
        },
      ]),
    );
    expect(
      applyWaivers((await scanned()).findings, waivers, new Date('2029-01-01')).filter(
        ({ waived }) => waived,
      ),
    ).toHaveLength(1);
  });
});

it('orders severities', () => {
  expect(isAtLeast('high', 'medium')).toBe(true);
  expect(isAtLeast('low', 'medium')).toBe(false);
  expect(createRequire(import.meta.url)('../package.json')).toMatchObject({
    name: '@plugwright/scan',
  });
});
