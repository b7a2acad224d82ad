import {
  existsSync,
  lstatSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findStore } from './dependency-store.js';
import { readPluginDirectory } from './read-plugin-directory.js';
import { createWorkspace } from './workspace.js';

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-workspace-')));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const store = findStore();

describe('createWorkspace', () => {
  it('is private, and gone afterwards', () => {
    const workspace = createWorkspace({ parent });
    expect(statSync(workspace.root).mode & 0o777).toBe(0o700);
    workspace.remove();
    expect(existsSync(workspace.root)).toBe(false);
  });

  it('resolves links in the path above it', () => {
    const link = join(parent, 'link');
    mkdirSync(join(parent, 'real'));
    symlinkSync(join(parent, 'real'), link);
    const workspace = createWorkspace({ parent: link });
    expect(workspace.root.startsWith(join(parent, 'real'))).toBe(true);
    workspace.remove();
  });

  it('writes only what differs', () => {
    const workspace = createWorkspace({ parent });
    const at = (path: string) => join(workspace.root, path);
    const first = workspace.sync([
      { path: 'a.ts', text: '1' },
      { path: 'b/c.ts', text: '2' },
    ]);
    expect(first).toEqual({ created: [at('a.ts'), at('b/c.ts')], changed: [], deleted: [] });
    const second = workspace.sync([
      { path: 'a.ts', text: '1' },
      { path: 'd.ts', text: '3' },
    ]);
    expect(second).toEqual({ created: [at('d.ts')], changed: [], deleted: [at('b/c.ts')] });
    const third = workspace.sync([
      { path: 'a.ts', text: '9' },
      { path: 'd.ts', text: '3' },
    ]);
    expect(third).toEqual({ created: [], changed: [at('a.ts')], deleted: [] });
    expect(readFileSync(at('a.ts'), 'utf8')).toBe('9');
    workspace.remove();
  });

  it('links declared packages one by one, and says which the store lacks', () => {
    const workspace = createWorkspace({ parent });
    const modules = join(workspace.root, 'node_modules');
    expect(workspace.link(store, ['zod', '@elizaos/core', 'no-such-package'])).toEqual([
      'no-such-package',
    ]);
    expect(readdirSync(modules)).toEqual(['@elizaos', 'zod']);
    expect(lstatSync(join(modules, 'zod')).isSymbolicLink()).toBe(true);
    workspace.link(store, ['zod']);
    expect(existsSync(join(modules, '@elizaos/core'))).toBe(false);
    workspace.remove();
    expect(existsSync(join(store.modules, 'zod/package.json'))).toBe(true);
  });

  it('refuses paths that lead out', () => {
    const workspace = createWorkspace({ parent });
    for (const path of ['../x', '/x', 'a/../../x']) {
      expect(() => workspace.sync([{ path, text: '' }])).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^PW_PATH_/) }),
      );
    }
    workspace.remove();
  });

  it('stays when asked to', () => {
    const workspace = createWorkspace({ parent, keep: true });
    workspace.remove();
    expect(existsSync(workspace.root)).toBe(true);
    rmSync(workspace.root, { recursive: true });
  });
});

describe('readPluginDirectory', () => {
  const write = (dir: string, path: string, text: string | Buffer = 'x') => {
    const target = join(parent, dir, path);
    mkdirSync(join(target, '..'), { recursive: true });
    writeFileSync(target, text);
  };

  it('reads text files, without what is made, fetched or private', async () => {
    for (const path of ['src/index.ts', 'a.md', '.env.example']) write('p', path);
    for (const path of ['.env', '.env.local', 'node_modules/x/i.js', 'dist/i.js', '.git/HEAD']) {
      write('p', path);
    }
    write('p', 'logo.jpg', Buffer.from([0xff, 0, 0xd8]));
    symlinkSync('/etc/hostname', join(parent, 'p', 'link.txt'));
    const files = await readPluginDirectory(join(parent, 'p'));
    expect(files.map((file) => file.path)).toEqual(['.env.example', 'a.md', 'src/index.ts']);
  });

  it('says when there is no directory, or far too much in it', async () => {
    write('q', 'big.txt', Buffer.alloc(33 * 1024 * 1024, 97));
    for (const [dir, code] of [
      [join(parent, 'none'), 'PW_VERIFY_DIRECTORY'],
      [join(parent, 'q', 'big.txt'), 'PW_VERIFY_DIRECTORY'],
      [join(parent, 'q'), 'PW_VERIFY_TOO_LARGE'],
    ]) {
      await expect(readPluginDirectory(dir ?? '')).rejects.toMatchObject({ code });
    }
  });
});
