// What npm would publish, judged from the outside: publint and attw on each tarball, then all tarballs installed into
// an empty project outside the repository, where every package is imported and each README's first snippet runs, and where an
// agent with the installed plugin is asked for a plugin, killed in mid-job, and started again.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import ts from 'typescript';
import { mustRun, root, run, runNpm } from './lib/run.mjs';

const bin = (...path) => join(root, 'node_modules', ...path);
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

async function publishedPackages() {
  const found = [];
  for (const group of ['packages', 'apps']) {
    for (const name of await readdir(join(root, group))) {
      const dir = join(root, group, name);
      const manifest = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'));
      if (!manifest.private) found.push({ dir, manifest });
    }
  }
  return found;
}

/** The first fenced block of a README that a reader could run. */
function firstSnippet(readme) {
  const block = /^```(?<language>ts|js|mjs|sh|bash)\n(?<code>[\s\S]*?)^```/m.exec(readme)?.groups;
  return block ? { language: block.language, code: block.code } : undefined;
}

async function runSnippet(project, name, snippet) {
  // A place of its own: two snippets may make the same plugin.
  const cwd = join(project, 'snippets', name.replace(/\W+/g, '-'));
  await mkdir(cwd, { recursive: true });
  // Snippets name the example documents that the repository's README names.
  await cp(join(root, 'examples'), join(cwd, 'examples'), { recursive: true });
  const env = { PATH: `${join(project, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` };
  const options = { cwd, env: { ...env, NO_COLOR: '1' }, timeoutMs: 180_000 };
  if (snippet.language === 'sh' || snippet.language === 'bash') {
    return mustRun('bash', ['-euo', 'pipefail', '-c', snippet.code], options);
  }
  const file = join(cwd, 'snippet.mjs');
  const { outputText } = ts.transpileModule(snippet.code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  await writeFile(file, outputText);
  return mustRun(process.execPath, [file], options);
}

/** The agent of `lib/chat-agent.mjs`; ended with `signal` at the first post that matches. Gives all posts. */
async function chat(project, home, said, until, signal) {
  const env = { ...process.env, LOG_LEVEL: 'fatal', NO_COLOR: '1' };
  const options = { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] };
  const child = spawn(process.execPath, [join(project, 'chat-agent.mjs'), home, ...said], options);
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const posts = [];
  let found = false;
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    posts.push(JSON.parse(line).post);
    if (found || !until.test(posts.at(-1))) continue;
    found = true;
    child.kill(signal);
  }
  await closed;
  clearTimeout(timer);
  if (!found) throw new Error(`nothing matched ${until}: ${JSON.stringify(posts)}\n${errors}`);
  return posts;
}

/** Request, question, answer, kill -9 while it is checked, start, verdict. */
async function agentMakesPlugin(project) {
  await cp(join(root, 'scripts/lib/chat-agent.mjs'), join(project, 'chat-agent.mjs'));
  const home = join(project, 'agent-home');
  const wish = 'Create a plugin that watches an RSS feed and posts new items to the channel';
  const asked = await chat(project, home, [wish], /Which feed should be read/, 'SIGTERM');
  const id = /job ([0-9a-f]{8})/.exec(asked.join('\n'))?.[1];
  const answer = 'https://example.com/feed.xml';
  await chat(project, home, [answer], /Now I check it/, 'SIGKILL');
  const posts = await chat(project, home, [], /is ready|failed/, 'SIGTERM');
  const verdict = posts.at(-1);
  if (!verdict.startsWith(`plugin-watches-feed is ready (job ${id})`)) throw new Error(verdict);
  return verdict.split('\n')[1];
}

const failures = [];
const check = async (what, work) => {
  try {
    const detail = await work();
    console.log(`ok    ${what}${detail ? `  ${detail}` : ''}`);
  } catch (error) {
    failures.push(what);
    console.log(`FAIL  ${what}\n${String(error.message ?? error).replace(/^/gm, '      ')}`);
  }
};

const work = await mkdtemp(join(tmpdir(), 'plugwright-packages-'));
try {
  const packages = await publishedPackages();
  const tarballs = new Map();
  for (const { dir, manifest } of packages) {
    const packed = await runNpm(
      ['pack', '--json', '--loglevel=error', '--pack-destination', work],
      {
        cwd: dir,
      },
    );
    const [{ filename, size, entryCount }] = JSON.parse(packed.stdout);
    const tarball = join(work, filename);
    tarballs.set(manifest.name, tarball);
    await check(`${manifest.name} publint`, async () => {
      await mustRun(process.execPath, [bin('publint/src/cli.js'), 'run', tarball, '--strict']);
      return `${entryCount} files, ${(size / 1024).toFixed(0)} kB`;
    });
    await check(`${manifest.name} attw`, async () => {
      const attw = bin('@arethetypeswrong/cli/dist/index.js');
      await mustRun(process.execPath, [attw, tarball, '--profile', 'esm-only', '--no-emoji']);
    });
  }

  const project = join(work, 'empty-project');
  await mkdir(project);
  // The bootstrap plugin names a database and a runtime as dependencies that it never loads: 190 MB.
  const { overrides } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const manifest = { private: true, type: 'module', overrides };
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
  await check('install all tarballs into an empty project', async () => {
    const bootstrap = '@elizaos/plugin-bootstrap@1.7.2';
    const { ms } = await runNpm(['install', ...quiet, ...tarballs.values(), bootstrap], {
      cwd: project,
    });
    return `${(ms / 1000).toFixed(1)} s`;
  });
  for (const { dir, manifest } of packages) {
    for (const entry of Object.keys(manifest.exports).filter((key) => !key.endsWith('.json'))) {
      const name = join(manifest.name, entry).replaceAll('\\', '/');
      await check(`import ${name}`, async () => {
        const code = `import(${JSON.stringify(name)}).then((m) => { if (Object.keys(m).length === 0) throw new Error('exports nothing'); })`;
        await mustRun(process.execPath, ['--input-type=module', '-e', code], { cwd: project });
      });
    }
    await check(`${manifest.name} README snippet`, async () => {
      const snippet = firstSnippet(await readFile(join(dir, 'README.md'), 'utf8'));
      if (!snippet) throw new Error('the README has no snippet');
      const { ms } = await runSnippet(project, manifest.name, snippet);
      return `${(ms / 1000).toFixed(1)} s`;
    });
  }
  await check('an agent makes a plugin, killed in between', async () => {
    const started = performance.now();
    const detail = await agentMakesPlugin(project);
    return `${((performance.now() - started) / 1000).toFixed(1)} s  ${detail}`;
  });
  await check('the installed command answers', async () => {
    const cli = join(project, 'node_modules', 'plugwright', 'dist', 'main.cjs');
    const { stdout } = await run(process.execPath, [cli, '--version']);
    if (!/^\d+\.\d+\.\d+/.test(stdout)) throw new Error(`--version printed ${stdout}`);
    return stdout.trim();
  });
} finally {
  await rm(work, { recursive: true, force: true });
}
console.log(failures.length ? `\n${failures.length} failed` : '\nall packages are fine');
process.exitCode = failures.length ? 1 : 0;
