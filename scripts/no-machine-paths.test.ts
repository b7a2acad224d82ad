import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => /\.(?:[cm]?[jt]s|hbs|json|ya?ml|md|txt)$/.test(path))
  .filter((path) => path !== 'package-lock.json');

it('holds no path of the machine it was made on', () => {
  // Where people and build machines keep their checkouts; this machine's own, whatever they are.
  const homes =
    /(?<![\w.@:/-])(?:\/(?:home|Users|work|workspace|builds|root)\/[\w.-]+|[A-Z]:\\Users\\)/;
  const own = [root, homedir()].filter((path) => path.length > 5);
  // Tests show paths that must not get through; only real ones are wrong there.
  const shows = (path: string) => path.includes('.test.') || path.includes('__fixtures__');
  const wrong = files.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .map((line, index) => ({ line, at: `${path}:${index + 1}` }))
      .filter(
        ({ line }) =>
          (homes.test(line) && !shows(path)) || own.some((folder) => line.includes(folder)),
      )
      .map(({ line, at }) => `${at} ${line.trim().slice(0, 120)}`),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});
