import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCli } from '../src/__fixtures__/run-cli.js';

const petstore = join(import.meta.dirname, '..', '..', '..', 'examples', 'petstore.yaml');
const wave = `name: PET_STORE_WAVE
description: Waves at somebody.
parameters:
  - { name: who, required: true, schema: { type: string } }
run: { kind: text, template: 'Waves at {who}.' }
`;

let cwd = '';
beforeAll(async () => {
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-cli-')));
  await fs.writeFile(join(cwd, 'wave.yaml'), wave);
  await cli(['create', petstore, '--operations', 'getStock', '--no-verify', '--out', 'shop']);
});
afterAll(() => fs.rm(cwd, { recursive: true, force: true }));

const cli = (argv: string[], options: Parameters<typeof runCli>[1] = {}) =>
  runCli(argv, { cwd, ...options });
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('plugwright spec', () => {
  it('prints YAML that create takes, or everything as JSON', async () => {
    const yaml = await cli(['spec', petstore, '--max-actions', '3']);
    expect(yaml.code).toBe(0);
    expect(yaml.stdout).toMatch(/^specVersion: 1\nname: plugin-pet-store\n/);
    expect(yaml.stderr).toContain('3 of 9 operations became actions; choose others with');
    await fs.writeFile(join(cwd, 'pets.yaml'), yaml.stdout);
    expect((await cli(['create', 'pets.yaml', '--dry-run'])).code).toBe(0);
    const data = json((await cli(['spec', 'shop', '--json'])).stdout);
    expect(data).toMatchObject({ ok: true, kind: 'spec', spec: { name: 'plugin-pet-store' } });
  });

  it('ends with 2 and the place when the source is broken', async () => {
    await fs.writeFile(join(cwd, 'bad.yaml'), 'specVersion: 1\nname: plugin-x\ncolour: red\n');
    const run = await cli(['spec', 'bad.yaml']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('bad.yaml:3:1');
    expect(run.stderr).toContain('3 │ colour: red');
    const data = json((await cli(['spec', 'bad.yaml', '--json'])).stdout);
    expect(data).toMatchObject({ ok: false, kind: 'spec' });
  });
});

describe('plugwright verify', { timeout: 120_000 }, () => {
  it('runs the gates on a directory', async () => {
    const run = await cli(['verify', 'shop']);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('PET_STORE_GET_STOCK');
    expect(run.stdout).toMatch(/✔ plugin-pet-store: 5 gates passed in/);
    const some = await cli(['verify', 'shop', '--gates', 'parse,types', '--json']);
    expect(json(some.stdout)).toMatchObject({
      ok: true,
      gates: [{ gate: 'parse' }, { gate: 'types' }],
    });
  });

  it('says that it was restricted, what that means and how to get a sandbox, or refuses', async () => {
    vi.stubEnv('PLUGWRIGHT_ISOLATION', 'restricted');
    try {
      const run = await cli(['verify', 'shop']);
      expect(run.code).toBe(0);
      expect(run.stdout).toMatch(/5 gates passed in [\d.]+ s, isolation: restricted\./);
      expect(run.stderr).toContain('! Restricted, not sandboxed: the code can use the network');
      expect(run.stderr).toContain('it was asked for');
      expect(run.stderr).toContain('bubblewrap');
      const gates = ['--gates', 'parse', '--require-isolation', 'sandbox'];
      const refused = await cli(['verify', 'shop', ...gates]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('PW_SANDBOX_REQUIRED');
      const quiet = await cli(['verify', 'shop', '--gates', 'parse']);
      expect(`${quiet.stdout}${quiet.stderr}`).not.toContain('estricted');
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('ends with 1 when a gate fails, and with 2 when there is no plugin', async () => {
    const file = join(cwd, 'shop', 'src', 'extra.ts');
    await fs.writeFile(file, 'export const n: number = "x";\n');
    const run = await cli(['verify', 'shop', '--gates', 'types']);
    await fs.rm(file);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('src/extra.ts:1:14');
    expect(run.stderr).toContain('plugin-pet-store failed: types.');
    const nothing = await cli(['verify', cwd]);
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('PW_VERIFY_NO_PLUGIN');
    expect((await cli(['verify', 'shop', '--gates', 'taste'])).stderr).toContain('parse, types');
  });
});

describe('plugwright add', { timeout: 120_000 }, () => {
  it('shows the diff, writes with --yes, and knows what is there already', async () => {
    const add = ['add', 'action', '--from', 'wave.yaml', '--dir', 'shop'];
    const dry = await cli([...add, '--dry-run']);
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain('+++ b/src/index.ts');
    const asked = await cli(add);
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('PW_ADD_DECLINED');
    expect(asked.stdout).toContain('+++ b/src/index.ts');
    const no = await cli(add, { answer: 'n' });
    expect(no.code).toBe(2);
    expect(no.stderr).toContain('Change shop like this? [y/N]');
    expect((await cli([...add, '--json'], { answer: 'y' })).code).toBe(2);
    const done = await cli(add, { answer: 'y' });
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('✔ PET_STORE_WAVE is in shop.');
    expect(done.stderr).toContain('plugwright verify shop');
    const again = await cli([...add, '--yes']);
    expect(again.stdout).toContain('shop has PET_STORE_WAVE already.');
  });

  it('adds an operation of a document, and the plugin still works', async () => {
    const run = await cli([
      'add',
      'action',
      'getPet',
      '--from',
      petstore,
      '--dir',
      'shop',
      '--yes',
      '--json',
    ]);
    expect(json(run.stdout)).toMatchObject({
      ok: true,
      outcome: 'written',
      name: 'PET_STORE_GET_PET',
    });
    const verified = await cli(['verify', 'shop']);
    expect(verified.stderr).toContain('✔ tests');
    expect(verified.code).toBe(0);
    expect(verified.stdout).toContain('PET_STORE_GET_PET');
  });

  it('refuses kinds and sources that do not exist', async () => {
    const kind = await cli(['add', 'song', '--from', 'wave.yaml']);
    expect(kind.code).toBe(2);
    expect(kind.stderr).toContain('action, provider');
    expect((await cli(['add', 'action', '--from', 'none.yaml', '--dir', 'shop'])).code).toBe(2);
    await fs.writeFile(join(cwd, 'half.yaml'), 'name: HALF\nrun: { kind: poem }\n');
    const half = await cli(['add', 'action', '--from', 'half.yaml', '--dir', 'shop']);
    expect(half.code).toBe(2);
    expect(half.stderr).toContain('half.yaml:');
  });
});

describe('plugwright doctor', () => {
  it('prints a row for everything, and JSON with --json', async () => {
    const run = await cli(['doctor']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/✔ Node\.js +\d+\.\d+/);
    expect(run.stdout).toContain('dependency store');
    expect(json((await cli(['doctor', '--json'], { tty: true })).stdout)).toMatchObject({
      ok: true,
    });
  });
});
