// Every known way out, tried as root and as an ordinary user, in the sandbox and in the fallback.
//   npm run test:escape -- [--no-write]
// Writes docs/security/isolation.md. Fails when one attempt gets out of the sandbox.
import { closeSync, openSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { findIsolation } from '@plugwright/sandbox';
import { tryTerminal } from './escape/terminal.mjs';
import { machine, table, writePage } from './lib/report.mjs';
import { mustRun, root } from './lib/run.mjs';

const { values: options } = parseArgs({
  options: { 'no-write': { type: 'boolean', default: false } },
});
const asRoot = process.getuid?.() === 0;
/** An ordinary user without a name. */
const user = 64_100;
const work = await mkdtemp(join(tmpdir(), 'plugwright-escape-'));
await chmod(work, 0o755);

/** One program, so that a user who may not read this checkout can run it. */
async function bundled() {
  const outfile = join(work, 'attempts.mjs');
  await build({
    entryPoints: [join(root, 'scripts/escape/attempts.mjs')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
}

/** Runs the attempts with a secret in the environment and behind a descriptor that was left open. */
async function attempt(program, driver, mode, ordinary) {
  const home = await mkdtemp(join(work, 'home-'));
  const canary = randomUUID();
  const left = join(home, 'left-open');
  await writeFile(left, canary, { mode: 0o600 });
  const descriptor = openSync(left, 'r');
  if (ordinary && asRoot) await mustRun('chown', ['-R', `${user}:${user}`, home]);
  const [command, ...before] =
    ordinary && asRoot
      ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--', process.execPath]
      : [process.execPath];
  const child = spawn(command, [...before, program, driver, mode], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: tmpdir(),
      PLUGWRIGHT_CANARY: canary,
      OPENAI_API_KEY: `sk-${randomUUID()}`,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ignore', descriptor],
  });
  closeSync(descriptor);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${driver} ${mode} ended with ${code}`);
  const rows = JSON.parse(text.trim().split('\n').at(-1));
  const open = rows.filter((row) => row.open).length;
  console.log(
    `${driver}${mode === 'single' ? ', one process' : ''}, ${ordinary ? 'ordinary user' : 'root'}: ${rows.length} attempts, ${open} got out`,
  );
  return new Map(rows.map((row) => [row.name, row]));
}

try {
  const isolation = await findIsolation({ driver: 'bubblewrap' });
  const program = await bundled();
  const columns = [
    ...(asRoot ? [['sandbox, root', 'bubblewrap', '', false]] : []),
    ['sandbox, user', 'bubblewrap', '', true],
    ...(asRoot ? [['restricted, root', 'restricted', '', false]] : []),
    ['restricted, user', 'restricted', '', true],
    ['restricted, user, one process', 'restricted', 'single', true],
  ];
  const results = [];
  for (const [title, driver, mode, ordinary] of columns) {
    results.push({ title, driver, rows: await attempt(program, driver, mode, ordinary) });
  }
  const terminal = await tryTerminal(work);
  console.log(`terminal: ${terminal.open ? 'got out' : 'stopped'}`);
  results.forEach(({ rows }) => rows.set(terminal.name, terminal));

  const names = [...results[0].rows.keys()];
  const sandboxes = results.filter(({ driver }) => driver === 'bubblewrap');
  const out = sandboxes.flatMap(({ rows }) => [...rows.values()].filter(({ open }) => open));
  if (!options['no-write']) await page(isolation, results, names, out);
  if (isolation.level !== 'sandbox') {
    console.error(`the level here is ${isolation.level}: ${isolation.reason}`);
    process.exitCode = 1;
  }
  if (out.length > 0) {
    out.forEach(({ name, found }) => console.error(`got out: ${name}: ${found}`));
    process.exitCode = 1;
  }
  console.log(`${names.length} attempts, ${out.length} got out of the sandbox`);
} finally {
  await rm(work, { recursive: true, force: true });
}

async function page(isolation, results, names, out) {
  const bwrap = (await mustRun('bwrap', ['--version'])).stdout.trim();
  const openOf = ({ rows }) => [...rows.values()].filter(({ open }) => open).length;
  const body = names.map((name) => {
    const rows = results.map(({ rows }) => rows.get(name));
    return [
      name,
      rows[0].guard,
      ...rows.map(({ open, found }) =>
        open ? 'OPEN' : found === rows[0].guard ? 'stopped' : shortly(found),
      ),
    ];
  });
  const fallback = results.filter(({ driver }) => driver === 'restricted');
  const lists = fallback.map(({ title, rows }) => {
    const open = [...rows.values()].filter((row) => row.open).map(({ name }) => name);
    return `- **${title}** (${open.length} open): ${open.join('; ')}.`;
  });
  const text = (await readFile(join(root, 'scripts/escape/isolation.md'), 'utf8'))
    .replace(
      '{{machine}}',
      `${machine()}, Linux ${release().split('.').slice(0, 2).join('.')}, ${bwrap}, ${new Date().toISOString().slice(0, 10)}`,
    )
    .replace('{{count}}', String(names.length))
    .replace('{{out}}', String(out.length))
    .replace(
      '{{summary}}',
      table(
        ['', 'attempts', 'got out'],
        results.map((one) => [one.title, names.length, openOf(one)]),
      ),
    )
    .replace('{{open}}', lists.join('\n'))
    .replace(
      '{{table}}',
      table(['attempt', 'what is to stop it', ...results.map(({ title }) => title)], body),
    );
  await writePage('docs/security/isolation.md', text);
}

/** What stopped it, without the names of this machine. */
function shortly(found) {
  const words = found.replace(/ at -e line.*$/, '').replace(/\.$/, '');
  return (words.startsWith('ended: ') ? words : words.split(': ').at(-1)).slice(0, 50);
}
