import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { build } from 'esbuild';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  findStore,
  storeDirectory,
  storeKey,
  storePackages,
  versionsIn,
} from './dependency-store.js';
import { checkStore } from './seal-store.js';
import { npmBesideNode, prepareStore } from './prepare-store.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-store-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A directory with `node_modules` that holds these packages, by name only. */
function project(name: string, packages = Object.keys(storePackages)): string {
  const dir = join(root, name);
  for (const each of packages) {
    mkdirSync(join(dir, 'node_modules', each), { recursive: true });
    const manifest = JSON.stringify({ name: each, version: '9.9.9' });
    writeFileSync(join(dir, 'node_modules', each, 'package.json'), manifest);
  }
  return dir;
}

/** Nothing is found above this file or in this cache. */
const empty = { from: '/nowhere/at/all/file.js', env: { XDG_CACHE_HOME: join(root, 'no-cache') } };

describe('findStore', () => {
  it('takes the directory of the option, or its node_modules', () => {
    const dir = project('option');
    const expected = { modules: join(dir, 'node_modules'), origin: 'option' };
    expect(findStore({ store: dir })).toMatchObject(expected);
    expect(findStore({ store: join(dir, 'node_modules') })).toMatchObject(expected);
    expect(findStore({ store: dir }).versions).toMatchObject({ '@elizaos/core': '9.9.9' });
  });

  it('looks nowhere else when there is an option', () => {
    expect(() => findStore({ store: join(root, 'missing') })).toThrow(
      expect.objectContaining({ code: 'PW_VERIFY_STORE_MISSING' }),
    );
  });

  it("prefers the plugin's own packages, then those above, then the prepared store", () => {
    const plugin = project('plugin');
    const above = project('above');
    const env = { XDG_CACHE_HOME: join(root, 'cache') };
    const store = storeDirectory(env);
    mkdirSync(dirname(store), { recursive: true });
    symlinkSync(project('prepared'), store);
    const from = join(above, 'a', 'b', 'file.js');
    expect(findStore({ pluginDir: plugin, from, env })).toMatchObject({ origin: 'plugin' });
    expect(findStore({ pluginDir: join(root, 'none'), from, env })).toMatchObject({
      origin: 'installed',
      modules: join(above, 'node_modules'),
    });
    // A link in the cache is followed to its real path.
    expect(findStore({ from: empty.from, env })).toMatchObject({
      origin: 'cache',
      modules: join(root, 'prepared', 'node_modules'),
    });
  });

  it('passes over a directory where something is missing', () => {
    const half = project('half', ['zod', 'vitest']);
    expect(versionsIn(join(half, 'node_modules'))).toBe(undefined);
    expect(() => findStore({ pluginDir: half, ...empty })).toThrow(
      expect.objectContaining({
        code: 'PW_VERIFY_STORE_MISSING',
        hint: expect.stringContaining('prepareStore'),
      }),
    );
  });

  it('finds the packages of this checkout', () => {
    expect(findStore().versions['@elizaos/core']).toBe('1.7.2');
  });
});

describe('storeDirectory', () => {
  it('has one name per set of versions', () => {
    const path = storeDirectory({ XDG_CACHE_HOME: '/c' });
    expect(path).toMatch(/^\/c\/plugwright\/store\/[0-9a-f]{16}$/);
    expect(storeDirectory({ XDG_CACHE_HOME: '/c' })).toBe(path);
    expect(storeDirectory({})).toContain('.cache');
  });
});

describe('prepareStore', () => {
  /** A program in the place of npm. */
  function npm(name: string, script: string): string {
    const path = join(root, `${name}.cjs`);
    writeFileSync(path, script);
    chmodSync(path, 0o755);
    return path;
  }
  const installs = `
    const fs = require('node:fs'); const path = require('node:path');
    const { dependencies } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
    for (const [name, version] of Object.entries(dependencies)) {
      fs.mkdirSync(path.join('node_modules', name), { recursive: true });
      fs.writeFileSync(path.join('node_modules', name, 'package.json'), JSON.stringify({ name, version }));
    }
    console.log(process.argv.slice(2).join(' ') + ' ' + (process.env.npm_config_registry ?? ''));
  `;

  it('installs exact versions without scripts, and puts the result in place', async () => {
    const directory = join(root, 'made', 'store');
    let said = '';
    process.env['npm_config_registry'] = 'https://registry.example/';
    const store = await prepareStore({
      directory,
      npm: npm('good', installs),
      onProgress: (text) => (said += text),
    }).finally(() => delete process.env['npm_config_registry']);
    expect(store).toMatchObject({ origin: 'cache', modules: join(directory, 'node_modules') });
    expect(store.versions['vitest']).toBe(storePackages['vitest']);
    expect(said).toContain('ci --ignore-scripts');
    expect(said).toContain('https://registry.example/');
    expect(readdirSync(dirname(directory))).toEqual(['store']);
    // The second time nothing runs.
    const again = await prepareStore({ directory, npm: npm('bad', 'process.exit(1)') });
    expect(again.modules).toBe(store.modules);
  });

  it('leaves nothing behind when npm fails', async () => {
    const directory = join(root, 'failed', 'store');
    const bad = npm('bad', 'console.error("E404 no such package"); process.exit(1)');
    await expect(prepareStore({ directory, npm: bad })).rejects.toMatchObject({
      code: 'PW_VERIFY_STORE_INSTALL',
      message: expect.stringContaining('E404'),
    });
    expect(readdirSync(dirname(directory))).toEqual([]);
  });

  it('leaves nothing behind when cancelled', async () => {
    const directory = join(root, 'cancelled', 'store');
    const controller = new AbortController();
    const running = prepareStore({
      directory,
      npm: npm('slow', 'console.log("up"); setInterval(() => {}, 1000)'),
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(dirname(directory))).toEqual([]);
  });

  it('uses the store that another process made meanwhile', async () => {
    const directory = join(root, 'race', 'store');
    const race = `${installs}
      fs.cpSync('.', ${JSON.stringify(directory)}, { recursive: true });`;
    const store = await prepareStore({ directory, npm: npm('race', race) });
    expect(store.modules).toBe(join(directory, 'node_modules'));
    expect(readdirSync(dirname(directory))).toEqual(['store']);
  });

  it('gives builders that run at once the same store, and leaves nothing else', async () => {
    const directory = join(root, 'concurrent', 'store');
    const slow = `setTimeout(() => { ${installs} }, 200 * Math.random());`;
    const stores = await Promise.all(
      [1, 2, 3].map((each) => prepareStore({ directory, npm: npm(`slow${each}`, slow) })),
    );
    expect(new Set(stores.map(({ modules }) => modules)).size).toBe(1);
    expect(readdirSync(dirname(directory)).sort()).toEqual(['store']);
  });

  it('survives kill -9: what was half made is never found, and removed by the next', async () => {
    const directory = join(root, 'killed', 'store');
    const bundle = join(root, 'builder.mjs');
    await build({
      stdin: {
        contents: `import { prepareStore } from './prepare-store.js';
          await prepareStore({
            directory: ${JSON.stringify(directory)},
            npm: ${JSON.stringify(npm('hangs', `${installs}; console.log('pid ' + process.pid); setInterval(() => {}, 1000);`))},
            onProgress: (text) => process.stdout.write(text),
          });`,
        resolveDir: import.meta.dirname,
      },
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@plugwright/source'],
      logLevel: 'silent',
    });
    const builder = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'inherit'] });
    const npmPid = await new Promise<number>((resolve) => {
      let said = '';
      builder.stdout.on('data', (chunk: Buffer) => {
        said += String(chunk);
        const found = /pid (\d+)/.exec(said);
        if (found) resolve(Number(found[1]));
      });
    });
    const ended = new Promise((resolve) => builder.once('exit', resolve));
    builder.kill('SIGKILL');
    await ended;
    expect(() => findStore({ store: directory })).toThrow('found in none of');
    expect(readdirSync(dirname(directory))).toHaveLength(1);
    // Elsewhere npm is ended by nobody; it stops by itself.
    const isGone = () => process.platform !== 'linux' || !existsSync(`/proc/${npmPid}`);
    await expect.poll(isGone, { timeout: 5000 }).toBe(true);
    const store = await prepareStore({ directory, npm: npm('good', installs) });
    expect(store.modules).toBe(join(directory, 'node_modules'));
    expect(readdirSync(dirname(directory))).toEqual(['store']);
  });

  it('is read-only, and made again when somebody changed it', async () => {
    const directory = join(root, 'sealed', 'store');
    const good = npm('good', installs);
    const { modules } = await prepareStore({ directory, npm: good });
    const file = join(modules, 'zod', 'package.json');
    expect(statSync(file).mode & 0o222).toBe(0);
    checkStore(directory);
    rmSync(file);
    writeFileSync(file, JSON.stringify({ name: 'zod', version: '6.6.6' }));
    // Checked once per start of the machine, and whenever it is asked for.
    checkStore(directory);
    expect(() => checkStore(directory, true)).toThrow(
      expect.objectContaining({ code: 'PW_VERIFY_STORE_CHANGED' }),
    );
    await prepareStore({ directory, npm: good });
    checkStore(directory, true);
    expect(readFileSync(file, 'utf8')).toContain(storePackages['zod']);
    expect(readdirSync(dirname(directory)).sort()).toEqual(['checked', 'store']);
  });

  it('does not take a store without a seal', () => {
    const directory = project('unsealed');
    expect(() => checkStore(directory)).toThrow(
      expect.objectContaining({ code: 'PW_VERIFY_STORE_CHANGED' }),
    );
  });

  it('has a lockfile that names the integrity of every package, and no registry', async () => {
    const text = readFileSync(new URL('./store-lock.json', import.meta.url), 'utf8');
    const lock = JSON.parse(text) as { packages: Record<string, Record<string, unknown>> };
    const { '': own, ...packages } = lock.packages;
    expect(own?.['dependencies']).toEqual(storePackages);
    expect(Object.values(packages).filter((each) => !each['integrity'])).toEqual([]);
    expect(Object.values(packages).filter((each) => each['resolved'])).toEqual([]);
    const key = createHash('sha256').update(JSON.stringify(lock)).digest('hex');
    expect(key.slice(0, 16)).toBe(storeKey);
  });

  it('finds npm beside Node, or says that there is none', () => {
    mkdirSync(join(root, 'win/node_modules/npm/bin'), { recursive: true });
    writeFileSync(join(root, 'win/node_modules/npm/bin/npm-cli.js'), '');
    expect(npmBesideNode(join(root, 'win/node.exe'))).toMatch(/npm-cli\.js$/);
    expect(npmBesideNode(join(root, 'none/bin/node'))).toBe(undefined);
  });

  // Downloads about 220 MB; run it with PLUGWRIGHT_TEST_STORE=1.
  it.runIf(process.env['PLUGWRIGHT_TEST_STORE'] === '1')(
    'really installs',
    async () => {
      const store = await prepareStore({ directory: join(root, 'real', 'store') });
      expect(store.versions).toMatchObject({ '@elizaos/core': '1.7.2', vitest: '4.1.12' });
    },
    300_000,
  );
});
