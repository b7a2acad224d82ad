import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evidenceSchema } from '@plugwright/verify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../src/__fixtures__/run-cli.js';

const hello = `specVersion: 1
name: plugin-hello
description: Says hello.
actions:
  - name: HELLO_SAY
    description: Says hello to somebody.
    parameters:
      - { name: who, required: true, schema: { type: string }, examples: [Ada] }
    run: { kind: text, template: 'Hello {who}.' }
`;

let cwd = '';
const cli = (argv: string[]) => runCli(argv, { cwd });
const read = (name: string) => fs.readFile(join(cwd, name), 'utf8');

beforeAll(async () => {
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-bench-')));
  await fs.writeFile(join(cwd, 'hello.yaml'), hello);
  await cli(['create', 'hello.yaml', '--no-verify', '--yes']);
});
afterAll(() => fs.rm(cwd, { recursive: true, force: true }));

describe('plugwright bench', { timeout: 120_000 }, () => {
  it('measures, draws, and keeps a baseline that only this machine takes', async () => {
    const argv = ['bench', 'plugin-hello', '--processes', '3'];
    const run = await cli([...argv, '--save', 'base.json', '--svg', 'picture.svg']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^action HELLO_SAY +[\d.]+ µs/m);
    expect(run.stdout).toMatch(/^open after stop +0$/m);
    expect(run.stderr).toContain('Wrote base.json.');
    expect(await read('picture.svg')).toContain('action HELLO_SAY');

    const saved = JSON.parse(await read('base.json')) as { machine: { id: string; node: string } };
    saved.machine = { ...saved.machine, id: 'another', node: 'v0.0.1' };
    await fs.writeFile(join(cwd, 'other.json'), JSON.stringify(saved));
    const refused = await cli([...argv, '--baseline', 'other.json']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('PW_BENCH_OTHER_MACHINE');
    expect(refused.stderr).toContain('node v0.0.1 →');
  });

  it.each([
    [['--baseline', 'absent.json'], 'PW_BENCH_BASELINE'],
    [['--baseline', 'hello.yaml'], 'PW_BENCH_BASELINE'],
    [['--processes', '2'], 'PW_CLI_OPTION'],
  ])('refuses %j', async (argv, code) => {
    const run = await cli(['bench', 'plugin-hello', ...argv]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(code);
  });

  it('refuses a directory without a plugin', async () => {
    expect((await cli(['bench', '.'])).stderr).toContain('PW_VERIFY_NO_PLUGIN');
  });

  it('is a gate of verify when asked for, and stands in the evidence', async () => {
    const gates = ['--gates', 'performance', '--evidence', 'evidence.json'];
    const run = await cli(['verify', 'plugin-hello', ...gates, '--json']);
    expect(run.code).toBe(0);
    const report = JSON.parse(run.stdout) as { gates: { gate: string }[]; evidence?: unknown };
    expect(report.gates.map(({ gate }) => gate)).toEqual(['bundle', 'boot', 'performance']);
    expect(report.evidence).toBeUndefined();
    const evidence = evidenceSchema.parse(JSON.parse(await read('evidence.json')));
    expect(evidence.performance?.components).toMatchObject([{ name: 'HELLO_SAY' }]);
    expect(evidence.capabilities.undeclared).toEqual({
      hosts: [],
      files: [],
      environment: [],
      processes: [],
    });
  });
});
