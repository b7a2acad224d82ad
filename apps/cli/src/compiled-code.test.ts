import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCompiled } from './compiled-code.js';

let folder = '';
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'pw-compiled-')));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const cache = () => join(folder, 'cache');
const kept = () => {
  const code = join(cache(), 'plugwright', 'code');
  return fs.existsSync(code) ? fs.readdirSync(code).map((name) => join(code, name)) : [];
};
interface Program {
  answer: () => number;
  name: string;
  path: (path: string) => string;
  late: () => Promise<{ sep: string }>;
  big: () => string;
}
const source = (answer: number) =>
  `exports.answer = () => ${answer}; exports.name = __filename; exports.path = require('node:path').basename;
   exports.late = () => require.import('node:path'); exports.big = () => { require.part('big'); return 'grün'; };`;
const write = (text: string) => fs.writeFileSync(join(folder, 'program.cjs'), text);
function load(env: Record<string, string> = { XDG_CACHE_HOME: cache() }, purpose = 'create') {
  const { exports, keep } = loadCompiled({ path: join(folder, 'program.cjs'), purpose, env });
  return { ...(exports as Program), keep };
}

describe('loadCompiled', () => {
  it('runs the file with and without kept code', async () => {
    write(source(1));
    const first = load();
    expect(first.answer()).toBe(1);
    expect(first.name).toBe(join(folder, 'program.cjs'));
    expect(kept()).toEqual([]);
    await first.keep();
    const second = load();
    expect(second.answer()).toBe(1);
    expect(second.path('/a/b')).toBe('b');
    expect(second.big()).toBe('grün');
    expect((await second.late()).sep).toBeDefined();
  });

  it('never takes the code of another text, not even of one as long', async () => {
    write(source(1));
    await load().keep();
    write(source(2));
    expect(load().answer()).toBe(2);
    await load().keep();
    fs.writeFileSync(join(folder, 'other.cjs'), source(3));
    fs.renameSync(join(folder, 'other.cjs'), join(folder, 'program.cjs'));
    expect(load().answer()).toBe(3);
  });

  it('has code for each purpose, and one for all that are no plain word', async () => {
    write(source(1));
    for (const purpose of ['create', 'add', '../../evil', 'a sentence']) {
      // One after another, as commands run.
      // oxlint-disable-next-line no-await-in-loop
      await load(undefined, purpose).keep();
    }
    const names = kept().map((path) => /(\w+)-/.exec(path.slice(path.lastIndexOf('/')))?.[1]);
    expect(names.sort()).toEqual(['add', 'create', 'other']);
  });

  it('writes again only when a part was used that there was no code for', async () => {
    write(source(1));
    await load().keep();
    const [place = ''] = kept();
    const untouched = async (use: (program: Program) => unknown) => {
      fs.utimesSync(place, 1, 1);
      const program = load();
      use(program);
      await program.keep();
      return fs.statSync(place).mtimeMs === 1000;
    };
    expect(await untouched((program) => program.answer())).toBe(true);
    expect(await untouched((program) => program.big())).toBe(false);
    expect(await untouched((program) => program.big())).toBe(true);
    expect(await untouched((program) => program.answer())).toBe(true);
  });

  it.each(['a few bytes', 'changed', 'cut off'])('does without a file that is %s', async (what) => {
    write(source(1));
    await load().keep();
    const [place = ''] = kept();
    const bytes = fs.readFileSync(place);
    bytes[100] = 255 - (bytes[100] ?? 0);
    const broken = { 'a few bytes': Buffer.from('abc'), 'cut off': bytes.subarray(0, 200) };
    fs.writeFileSync(place, what in broken ? broken[what as keyof typeof broken] : bytes);
    const again = load();
    expect(again.answer()).toBe(1);
    await again.keep();
    expect(fs.statSync(place).size).toBeGreaterThan(200);
  });

  it.runIf(process.platform !== 'win32')('does without a file that others can write', async () => {
    write(source(1));
    await load().keep();
    const [place = ''] = kept();
    expect(fs.statSync(place).mode & 0o777).toBe(0o600);
    fs.chmodSync(place, 0o666);
    const again = load();
    expect(again.answer()).toBe(1);
    await again.keep();
    expect(fs.statSync(place).mode & 0o777).toBe(0o600);
  });

  it.runIf(process.platform !== 'win32')(
    'writes into no folder that others can write',
    async () => {
      const code = join(cache(), 'plugwright', 'code');
      fs.mkdirSync(code, { recursive: true });
      fs.chmodSync(code, 0o777);
      write(source(1));
      await load().keep();
      expect(kept()).toEqual([]);
    },
  );

  it('keeps nothing when it is told not to, or has no place', async () => {
    write(source(1));
    await load({ XDG_CACHE_HOME: cache(), NODE_DISABLE_COMPILE_CACHE: '1' }).keep();
    expect(kept()).toEqual([]);
    fs.writeFileSync(cache(), '');
    await load().keep();
    expect(fs.readFileSync(cache(), 'utf8')).toBe('');
  });

  it.runIf(process.platform === 'linux')('gives up below /proc', async () => {
    write(source(1));
    const program = load({ XDG_CACHE_HOME: '/proc' });
    await program.keep();
    expect(program.answer()).toBe(1);
  });

  it('removes the oldest files of other versions', async () => {
    for (let answer = 0; answer < 26; answer++) {
      write(source(answer));
      // One after another, as commands run.
      // oxlint-disable-next-line no-await-in-loop
      await load().keep();
    }
    expect(kept()).toHaveLength(24);
  });
});
