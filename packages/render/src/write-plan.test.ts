import { describe, expect, it } from 'vitest';
import type { FileOwner, FileTree } from './file-tree.js';
import { type Manifest, MANIFEST_PATH, manifestFile, readManifest } from './manifest.js';
import { httpSpec } from './__fixtures__/http-plugin.js';
import { textDigest, treeDigest } from './tree-digest.js';
import { unifiedDiff } from './unified-diff.js';
import { planWrite } from './write-plan.js';

const tree = (files: Record<string, [FileOwner, string]>): FileTree => {
  const plain = Object.entries(files).map(([path, [owner, text]]) => ({ path, owner, text }));
  return [...plain, manifestFile(httpSpec, plain)];
};
const written = (files: FileTree) => new Map(files.map(({ path, text }) => [path, text]));
const actions = (plan: ReturnType<typeof planWrite>) =>
  Object.fromEntries(plan.files.map(({ path, action }) => [path, action]));

const first = tree({
  'a.ts': ['generated', 'one\n'],
  'b.ts': ['scaffold', 'body\n'],
  'c.ts': ['merged', 'x\ny\nz\n'],
});
const second = tree({
  'a.ts': ['generated', 'two\n'],
  'b.ts': ['scaffold', 'other body\n'],
  'c.ts': ['merged', 'x\ny\nnew z\n'],
});

describe('a plan', () => {
  it('creates everything in an empty directory', () => {
    const plan = planWrite({ tree: first, existing: new Map() });
    expect(new Set(plan.files.map(({ action }) => action))).toEqual(new Set(['create']));
    expect(plan.files.map(({ path }) => path)).toEqual([MANIFEST_PATH, 'a.ts', 'b.ts', 'c.ts']);
    expect(plan.stale).toEqual([]);
  });

  it('changes nothing where all is there, also after a checkout with other line ends', () => {
    for (const change of [
      (text: string) => text,
      (text: string) => text.replaceAll('\n', '\r\n'),
    ]) {
      const existing = new Map([...written(first)].map(([path, text]) => [path, change(text)]));
      const plan = planWrite({ tree: first, existing });
      expect(new Set(plan.files.map(({ action }) => action))).toEqual(new Set(['unchanged']));
      expect(unifiedDiff(plan)).toBe('');
    }
  });

  it('updates what is ours, keeps scaffolds, merges what is shared', () => {
    const existing = written(first);
    existing.set('b.ts', 'written by hand\n');
    existing.set('c.ts', 'my x\ny\nz\n');
    const plan = planWrite({ tree: second, existing });
    expect(actions(plan)).toEqual({
      [MANIFEST_PATH]: 'update',
      'a.ts': 'update',
      'b.ts': 'keep',
      'c.ts': 'update',
    });
    const texts = written(plan.files.map((file) => ({ ...file })));
    expect(texts.get('c.ts')).toBe('my x\ny\nnew z\n');
    expect(texts.get('b.ts')).toBe('written by hand\n');
    const manifest = readManifest(texts.get(MANIFEST_PATH))!;
    expect(manifest.files['c.ts']).toEqual({
      owner: 'merged',
      digest: textDigest('my x\ny\nnew z\n'),
      base: 'x\ny\nnew z\n',
    });
    expect(actions(planWrite({ tree: second, existing: texts }))).toEqual({
      [MANIFEST_PATH]: 'unchanged',
      'a.ts': 'unchanged',
      'b.ts': 'keep',
      'c.ts': 'unchanged',
    });
  });

  it('keeps the line ends of a merged file', () => {
    const existing = written(first);
    existing.set('c.ts', 'my x\r\ny\r\nz\r\n');
    const file = planWrite({ tree: second, existing }).files.find(({ path }) => path === 'c.ts');
    expect(file?.text).toBe('my x\r\ny\r\nnew z\r\n');
  });

  it('stops at a generated file that somebody changed, unless forced', () => {
    const existing = written(first);
    existing.set('a.ts', 'my change\n');
    expect(actions(planWrite({ tree: second, existing }))['a.ts']).toBe('conflict');
    const forced = planWrite({ tree: second, existing, force: true });
    expect(forced.files.find(({ path }) => path === 'a.ts')).toMatchObject({
      action: 'update',
      text: 'two\n',
      before: 'my change\n',
    });
  });

  it('stops where both changed the same lines, and shows both', () => {
    const existing = written(first);
    existing.set('c.ts', 'x\ny\nmy z\n');
    const file = planWrite({ tree: second, existing }).files.find(({ path }) => path === 'c.ts');
    expect(file).toMatchObject({
      action: 'conflict',
      text: 'x\ny\n<<<<<<< yours\nmy z\n=======\nnew z\n>>>>>>> generated\n',
    });
  });

  it.each([undefined, 'no json', '{"manifestVersion":2,"files":{}}', 'null'])(
    "takes files for somebody else's without a readable manifest (%s)",
    (manifest) => {
      const existing = written(first);
      if (manifest === undefined) existing.delete(MANIFEST_PATH);
      else existing.set(MANIFEST_PATH, manifest);
      expect(actions(planWrite({ tree: second, existing }))).toMatchObject({
        'a.ts': 'conflict',
        'b.ts': 'keep',
        'c.ts': 'conflict',
      });
    },
  );

  it('names generated files that are no longer wanted, if nobody changed them', () => {
    const more = tree({
      'old.ts': ['generated', 'old\n'],
      'mine.ts': ['generated', 'mine\n'],
      'gone.ts': ['generated', 'gone\n'],
      'body.ts': ['scaffold', 'body\n'],
    });
    const existing = written(more);
    existing.set('mine.ts', 'changed\n');
    existing.delete('gone.ts');
    expect(planWrite({ tree: first, existing }).stale).toEqual(['old.ts']);
  });

  it('works on a tree without a manifest', () => {
    const plain = [{ path: 'a.ts', owner: 'generated' as const, text: 'a\n' }];
    expect(planWrite({ tree: plain, existing: new Map() }).files).toHaveLength(1);
  });
});

describe('package.json', () => {
  const plan = (base: object, mine: object | string, rendered: object) => {
    const json = (value: object | string) =>
      typeof value === 'string' ? value : `${JSON.stringify(value, null, 2)}\n`;
    const before = tree({ 'package.json': ['merged', json(base)] });
    const existing = written(before);
    existing.set('package.json', json(mine));
    const file = planWrite({
      tree: tree({ 'package.json': ['merged', json(rendered)] }),
      existing,
    }).files.find(({ path }) => path === 'package.json')!;
    return {
      ...file,
      value: file.action === 'conflict' ? undefined : (JSON.parse(file.text) as object),
    };
  };

  it('takes over what only the tool changed and keeps what a person did', () => {
    const base = {
      version: '1.0.0',
      scripts: { test: 'a', lint: 'b' },
      files: ['dist'],
      gone: 1,
      deps: { z: '1' },
    };
    const mine = {
      version: '2.0.0',
      scripts: { test: 'mine' },
      files: ['dist', 'img'],
      deps: { z: '1' },
      extra: true,
    };
    const rendered = {
      version: '1.1.0',
      scripts: { test: 'c', lint: 'b', new: 'd' },
      files: ['dist', 'docs'],
      gone: 1,
      deps: { z: '2' },
    };
    expect(plan(base, mine, rendered).value).toEqual({
      version: '2.0.0',
      scripts: { test: 'mine', new: 'd' },
      files: ['dist', 'img', 'docs'],
      deps: { z: '2' },
      extra: true,
    });
  });

  it('keeps indentation, and the bytes when nothing changes', () => {
    expect(plan({ a: 1 }, '{\n\t"a": 1\n}\n', { a: 1, b: 2 }).text).toBe(
      '{\n\t"a": 1,\n\t"b": 2\n}\n',
    );
    expect(plan({ a: 1 }, '{"a":5}', { a: 2 })).toMatchObject({
      action: 'unchanged',
      text: '{"a":5}',
    });
    expect(plan({ a: 1 }, '{"a":{"b":1}}', { a: [1] }).value).toEqual({ a: { b: 1 } });
    expect(plan({}, '{"a":{"b":1},"l":[1]}', { a: { c: 2 }, l: [2] }).value).toEqual({
      a: { b: 1, c: 2 },
      l: [1, 2],
    });
  });

  it('that is broken is a conflict', () => {
    expect(plan({ a: 1 }, '{ broken', { a: 2 }).action).toBe('conflict');
    expect(plan({ a: 1 }, '[]', { a: 2 }).action).toBe('conflict');
  });

  it('merges without a base too', () => {
    const existing = new Map([['package.json', '{"name":"x"}']]);
    const files = planWrite({
      tree: tree({ 'package.json': ['merged', '{"name":"y","type":"module"}\n'] }),
      existing,
    }).files;
    expect(JSON.parse(files.find(({ path }) => path === 'package.json')!.text)).toEqual({
      name: 'x',
      type: 'module',
    });
  });
});

describe('a diff', () => {
  it('shows new and changed files in the form that patch reads', () => {
    const existing = written(first);
    existing.delete('b.ts');
    existing.delete(MANIFEST_PATH);
    const diff = unifiedDiff(planWrite({ tree: second, existing, force: true }));
    expect(diff).toContain('--- a/a.ts\n+++ b/a.ts\n@@ -1,1 +1,1 @@\n-one\n+two\n');
    expect(diff).toContain('--- /dev/null\n+++ b/b.ts\n@@ -0,0 +1,1 @@\n+other body\n');
  });
});

describe('digests', () => {
  it('depend on paths and texts, not on order or owners', () => {
    const a = { path: 'a', owner: 'generated' as const, text: 'bc' };
    const b = { path: 'b', owner: 'generated' as const, text: 'c' };
    expect(treeDigest([a, b])).toBe(treeDigest([b, { ...a, owner: 'merged' }]));
    expect(treeDigest([a])).not.toBe(treeDigest([{ ...a, path: 'ab', text: 'c' }]));
    expect(textDigest('')).toBe(
      'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('of every file stand in the manifest, with bases of merged ones only', () => {
    const manifest = JSON.parse(first.at(-1)!.text) as Manifest;
    expect(manifest).toMatchObject({
      manifestVersion: 1,
      tool: { name: 'plugwright' },
      target: 'elizaos@1.7',
    });
    expect(manifest.files['a.ts']).toEqual({ owner: 'generated', digest: textDigest('one\n') });
    expect(manifest.files['c.ts']).toHaveProperty('base', 'x\ny\nz\n');
  });
});
