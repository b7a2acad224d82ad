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
}
const source = (answer: number) =>
  `exports.answer = () => ${answer}; exports.name = __filename; exports.path = require('node:path').basename;
   exports.late = () => require.import('node:path');`;
const write = (text: string) => fs.writeFileSync(join(folder, 'program.cjs'), text);
function load(env: Record<string, string> = { XDG_CACHE_HOME: cache() }) {
  const { exports, keep } = loadCompiled(join(folder, 'program.cjs'), env);
  return { ...(exports as Program), keep };
}

describe('loadCompiled', () => {
  it('runs the file with and without kept code', async () => {
    write(source(1));
    const first = load();
    expect(first.answer()).toBe(1);
    expect(first.name).toBe(join(folder, 'program.cjs'));
    expect(kept()).toEqual([]);
    first.keep();
    const second = load();
    expect(second.answer()).toBe(1);
    expect(second.path('/a/b')).toBe('b');
    expect((await second.late()).sep).toBeDefined();
  });

  it('never takes the code of another text, not even of one as long', () => {
    write(source(1));
    load().keep();
    write(source(2));
    expect(load().answer()).toBe(2);
  });

  it('does not write again when nothing much was compiled', () => {
    write(source(1));
    load().keep();
    const [place = ''] = kept();
    fs.utimesSync(place, 1, 1);
    load().keep();
    expect(fs.statSync(place).mtimeMs).toBe(1000);
  });

  it.each(['a few bytes', 'changed', 'cut off'])('does without a file that is %s', (what) => {
    write(source(1));
    load().keep();
    const [place = ''] = kept();
    const bytes = fs.readFileSync(place);
    bytes[100] = 255 - (bytes[100] ?? 0);
    const broken = { 'a few bytes': Buffer.from('abc'), 'cut off': bytes.subarray(0, 200) };
    fs.writeFileSync(place, what in broken ? broken[what as keyof typeof broken] : bytes);
    const again = load();
    expect(again.answer()).toBe(1);
    again.keep();
    expect(fs.statSync(place).size).toBeGreaterThan(200);
  });

  it.runIf(process.platform !== 'win32')('does without a file that others can write', () => {
    write(source(1));
    load().keep();
    const [place = ''] = kept();
    expect(fs.statSync(place).mode & 0o777).toBe(0o600);
    fs.chmodSync(place, 0o666);
    const again = load();
    expect(again.answer()).toBe(1);
    again.keep();
    expect(fs.statSync(place).mode & 0o777).toBe(0o600);
  });

  it('keeps nothing when it is told not to, or has no place', () => {
    write(source(1));
    load({ XDG_CACHE_HOME: cache(), NODE_DISABLE_COMPILE_CACHE: '1' }).keep();
    expect(kept()).toEqual([]);
    fs.writeFileSync(cache(), '');
    load().keep();
    expect(fs.readFileSync(cache(), 'utf8')).toBe('');
  });

  it('removes the oldest files of other versions', () => {
    for (let answer = 0; answer < 10; answer++) {
      write(source(answer));
      load().keep();
    }
    expect(kept()).toHaveLength(8);
  });
});
