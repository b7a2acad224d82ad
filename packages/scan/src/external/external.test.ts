import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toSarif } from '../report/sarif.js';
import { mergeSarif } from './merge-sarif.js';
import { runExternal } from './run-external.js';

let folder: string;
let root: string;
const log = (name: string) => ({
  version: '2.1.0',
  runs: [{ tool: { driver: { name } }, results: [{ message: { text: 'x' } }], extra: 1 }],
});
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'external-'));
  root = join(folder, 'plugin');
  mkdirSync(root);
  // Stand-ins for programs that are not on every machine: real processes that answer as those do.
  const program = (name: string, code: string) => {
    writeFileSync(join(folder, name), `#!${process.execPath}\n${code}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program(
    'semgrep',
    `console.log(JSON.stringify({...${JSON.stringify(log('semgrep'))}, args: process.argv.slice(2), env: Object.keys(process.env)})); process.exitCode = 1;`,
  );
  program('osv-scanner', "console.error('no lockfile'); process.exitCode = 128;");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a scanner on PATH', () => {
  it('gives its SARIF, also when it ends with 1, and is told no secrets', async () => {
    process.env['SECRET_TOKEN'] = 'x';
    const text = await runExternal('semgrep', root, { path: folder });
    delete process.env['SECRET_TOKEN'];
    const { args, env } = JSON.parse(text) as { args: string[]; env: string[] };
    expect(args).toContain('--metrics=off');
    expect(env).not.toContain('SECRET_TOKEN');
  });

  it('is a typed error when it is missing, fails, or lies in the scanned code', async () => {
    const code = 'PW_SCAN_EXTERNAL';
    await expect(runExternal('opengrep', root, { path: folder })).rejects.toMatchObject({ code });
    await expect(runExternal('osv-scanner', root, { path: folder })).rejects.toMatchObject({
      code,
    });
    await expect(runExternal('semgrep', folder, { path: folder })).rejects.toMatchObject({ code });
  });
});

describe('SARIF of others', () => {
  const own = toSarif({ findings: [] }, '1.0.0');

  it('stands behind our own as it is', () => {
    const merged = mergeSarif(own, [{ from: 'a', text: JSON.stringify(log('semgrep')) }]);
    expect(merged.runs).toHaveLength(2);
    expect(merged.runs[1]).toEqual(log('semgrep').runs[0]);
  });

  it.each(['', '{}', '{"version":"2.0.0","runs":[]}', '{"version":"2.1.0","runs":[{}]}'])(
    'is a typed error when it is %j',
    (text) => {
      expect(() => mergeSarif(own, [{ from: 'a', text }])).toThrow(
        expect.objectContaining({ code: 'PW_SCAN_SARIF' }),
      );
    },
  );
});
