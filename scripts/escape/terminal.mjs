// Terminal escape codes in what generated code prints, answers and fails with: do they reach the terminal raw?
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from '../lib/run.mjs';

const cli = join(root, 'apps/cli/dist/main.cjs');
/** Changes the title of the window, and clears the screen. */
const codes = String.raw`\u001b]0;owned\u0007\u001b[2J\u009b31m`;
const spec = `specVersion: 1
name: plugin-escape
description: Answers with codes that a terminal would obey.
actions:
  - name: ESCAPE_SAY
    description: Says something.
    run: { kind: text, template: "said SAID" }
`;

/** `{ open, found }`: what a person's terminal got from `create` and `verify` of a plugin that uses the codes. */
export async function tryTerminal(work) {
  const dir = join(work, 'terminal');
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir);
  await writeFile(join(dir, 'spec.yaml'), spec.replace('SAID', codes));
  const plugin = join(dir, 'plugin');
  const env = { FORCE_COLOR: '0', NO_COLOR: '1' };
  const node = (...args) => run(process.execPath, [cli, ...args], { cwd: dir, env });
  const created = await node('create', 'spec.yaml', '--out', plugin, '--no-verify');
  if (created.code !== 0) throw new Error(created.stderr);
  const action = join(plugin, 'src', 'index.ts');
  await writeFile(action, `${await readFile(action, 'utf8')}\nconsole.log("${codes}");\n`);
  await mkdir(join(plugin, 'src', '__tests__'), { recursive: true });
  await writeFile(
    join(plugin, 'src', '__tests__', 'escape.test.ts'),
    `import { expect, it } from 'vitest';\nit('fails with ${codes}', () => { throw new Error("${codes}"); });\n`,
  );
  const verified = await node('verify', plugin);
  const shown = `${created.stdout}${created.stderr}${verified.stdout}${verified.stderr}`;
  if (!verified.stderr.includes('failed: tests.') || !shown.includes('owned'))
    throw new Error(`not shown:\n${shown}`);
  // oxlint-disable-next-line no-control-regex
  const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.exec(shown);
  return {
    name: 'send terminal escape codes to the user through output, answers and failures',
    guard: 'what comes from outside is printed with control characters made visible',
    open: raw !== null,
    found: raw ? JSON.stringify(raw[0]) : 'shown as text',
  };
}
