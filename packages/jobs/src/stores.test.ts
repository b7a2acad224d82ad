import { Keyv, type KeyvStoreAdapter } from 'keyv';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entry, idOf, record } from './__fixtures__/records.js';
import { storeConformance } from './__fixtures__/store-conformance.js';
import { temporary } from './__fixtures__/temporary.js';
import { jsonStore, sqliteStore } from './choose-store.js';
import type { JobRecord } from './job-record.js';
import type { JobStore } from './job-store.js';
import { jsonAdapter } from './json-adapter.js';
import { keyvStore } from './keyv-store.js';
import { refuseNewer } from './migrations.js';
import { sqliteAdapter } from './sqlite-adapter.js';
import { sqliteDriver } from './sqlite-database.js';

storeConformance({ name: 'sqlite', open: (dir) => sqliteStore(join(dir, 'jobs.db')) });

storeConformance({
  name: 'json',
  open: (dir) => {
    mkdirSync(join(dir, 'records'), { recursive: true });
    return jsonStore(join(dir, 'records'));
  },
});

/** A Map that stays when the store is closed, as a server would. */
const maps = new Map<string, Map<string, unknown>>();
storeConformance({
  name: 'keyv (Map)',
  open: (dir) => {
    const map = maps.get(dir) ?? new Map<string, unknown>();
    maps.set(dir, map);
    return keyvStore({ name: 'map', adapter: map });
  },
});

// The smallest adapter Keyv allows, without setMany and getMany, on a file of another library's making.
storeConformance({
  name: 'keyv (adapter without batches)',
  open(dir) {
    const inner = sqliteAdapter(join(dir, 'plain.db'));
    const adapter: KeyvStoreAdapter = {
      opts: { dialect: 'plain', url: '' },
      get: (key) => inner.get(key),
      set: (key, value) => inner.set(key, value),
      delete: (key) => inner.delete(key),
      clear: () => inner.clear(),
      iterator: () => inner.iterator!(),
      on() {
        return this;
      },
      disconnect: () => inner.disconnect!(),
    };
    return keyvStore({ name: 'plain', adapter });
  },
});

describe('the SQLite store', () => {
  it('is Keyv underneath: another Keyv reads the same records', async () => {
    const file = join(temporary(), 'jobs.db');
    const store = sqliteStore(file);
    await store.write({ put: [record(idOf(1), { title: 'seen' })], events: [] });
    const keyv = new Keyv({ store: sqliteAdapter(file, { readOnly: true }), namespace: 'jobs' });
    expect(await keyv.get(idOf(1))).toMatchObject({ title: 'seen' });
    expect(await keyv.has(idOf(1))).toBe(true);
    expect(await keyv.has(idOf(2))).toBe(false);
    expect(await keyv.get([idOf(1), idOf(2)])).toHaveLength(2);
    await keyv.disconnect();
    await store.close();
  });

  it('writes with WAL and synchronous=FULL', () => {
    const adapter = sqliteAdapter(join(temporary(), 'jobs.db'));
    expect(adapter.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    expect(adapter.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 });
  });

  it('refuses writes when it was opened to read', async () => {
    const file = join(temporary(), 'jobs.db');
    await sqliteStore(file).close();
    const store = sqliteStore(file, { readOnly: true });
    await expect(store.write({ put: [record(idOf(1))], events: [] })).rejects.toThrow(
      /read-?only|readonly/i,
    );
    await store.close();
  });

  it('keeps the guards against whoever writes beside the engine', async () => {
    const file = join(temporary(), 'jobs.db');
    const store = sqliteStore(file);
    await store.write({ put: [record(idOf(1), { state: 'cancelled' })], events: [] });
    const other = sqliteDriver().open(file);
    expect(() =>
      other.exec(
        "UPDATE keyv SET value = json_set(value,'$.value.state','completed','$.value.rev',2)",
      ),
    ).toThrow(/final/);
    other.close();
    await store.close();
  });

  it('writes a batch whole or not at all', async () => {
    const store = sqliteStore(join(temporary(), 'jobs.db'));
    await store.write({ put: [record(idOf(1), { state: 'failed' })], events: [] });
    const wrong = record(idOf(1), { state: 'queued', rev: 2 });
    await expect(store.write({ put: [record(idOf(2)), wrong], events: [] })).rejects.toThrow(
      /final/,
    );
    expect(await store.get(idOf(2))).toBeUndefined();
    await store.close();
  });

  it('copies a consistent snapshot', async () => {
    const dir = temporary();
    const adapter = sqliteAdapter(join(dir, 'jobs.db'));
    await adapter.set('jobs:x', '{"value":1}');
    adapter.backup(join(dir, 'copy.db'));
    const copy = sqliteAdapter(join(dir, 'copy.db'), { readOnly: true });
    expect(await copy.get('jobs:x')).toBe('{"value":1}');
    expect(await adapter.delete('jobs:x')).toBe(true);
    expect(await adapter.delete('jobs:x')).toBe(false);
    await expect(adapter.clear()).rejects.toThrow(/retention/);
  });

  it('iterates over more than a page, in the order of keys', async () => {
    const adapter = sqliteAdapter(join(temporary(), 'jobs.db'), { synchronous: 'OFF' });
    const keys = Array.from({ length: 1203 }, (_, n) => `k${String(n).padStart(5, '0')}`);
    await adapter.setMany!(keys.map((key) => ({ key, value: '1' })));
    const seen: string[] = [];
    for await (const [key] of adapter.iterator!() as AsyncIterable<[string, string]>)
      seen.push(key);
    expect(seen).toEqual(keys);
  });

  it('goes on with tables of version 1: nothing is logged twice, and the guards hold', async () => {
    const file = join(temporary(), 'jobs.db');
    const old = sqliteDriver().open(file);
    old.exec(readFileSync(new URL('__fixtures__/tables-1.sql', import.meta.url), 'utf8'));
    const first = record(idOf(1), { idempotencyKey: 'k', journal: [entry(1), entry(2)] });
    old
      .prepare('INSERT INTO keyv(key, value) VALUES(?, ?)')
      .run(`jobs:${first.id}`, JSON.stringify({ value: first }));
    old.close();
    const seqs = async (store: JobStore) => (await store.events({})).map(({ seq }) => seq);

    const reader = sqliteStore(file, { readOnly: true });
    expect(await seqs(reader)).toEqual([1, 2]);
    await reader.close();

    const store = sqliteStore(file);
    const journal = [...first.journal, entry(3)];
    const ended = { ...first, rev: 2, state: 'failed', journal } as const;
    const second = record(idOf(2), { idempotencyKey: 'l', journal: [entry(4)] });
    const event = (seq: number, jobId: string) => ({
      ...entry(seq),
      jobId,
      kind: 'test',
      principal: 'local',
    });
    await store.write({ put: [ended, second], events: [event(3, ended.id), event(4, second.id)] });
    expect(await seqs(store)).toEqual([1, 2, 3, 4]);
    expect((await store.byKey('local', 'k'))?.rev).toBe(2);
    expect((await store.byKey('local', 'l'))?.id).toBe(second.id);
    const wrong = (fields: Partial<JobRecord>) =>
      store.write({ put: [{ ...ended, ...fields }], events: [] });
    await expect(wrong({ rev: 3, state: 'queued' })).rejects.toThrow(/final/);
    await expect(wrong({ rev: 4 })).rejects.toThrow(/revision/);
    await store.write({ put: [], events: [], remove: [ended.id] });
    expect(await seqs(store)).toEqual([4]);
    expect(await store.byKey('local', 'k')).toBeUndefined();
    await store.close();
    // And once more: now they are the present ones.
    await sqliteStore(file).close();
  });

  it('logs two revisions of one record in one batch, each event once', async () => {
    const store = sqliteStore(join(temporary(), 'jobs.db'));
    const created = record(idOf(1), { journal: [entry(1)] });
    const claimed = {
      ...created,
      rev: 2,
      state: 'running',
      journal: [entry(1), entry(2)],
    } as const;
    await store.write({ put: [created, claimed], events: [] });
    expect((await store.events({})).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await store.get(created.id)).toMatchObject({ rev: 2, state: 'running' });
    await store.close();
  });

  it('refuses tables of a newer version, and what is no database', async () => {
    const dir = temporary();
    const file = join(dir, 'jobs.db');
    await sqliteStore(file).close();
    const raw = sqliteDriver().open(file);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(() => sqliteStore(file)).toThrow(
      expect.objectContaining({ code: 'PW_JOBS_SCHEMA_NEWER' }),
    );
    writeFileSync(
      join(dir, 'text.db'),
      'this is not a database, but it is long enough to look at'.repeat(20),
    );
    expect(() => sqliteStore(join(dir, 'text.db'))).toThrow(
      expect.objectContaining({ code: 'PW_JOBS_DIRECTORY' }),
    );
    expect(() => sqliteStore(join(dir, 'none.db'), { readOnly: true })).toThrow(
      expect.objectContaining({ code: 'PW_JOBS_DIRECTORY' }),
    );
  });
});

describe('the JSON store', () => {
  const opened = () => {
    const dir = join(temporary(), 'records');
    mkdirSync(dir);
    return { dir, store: jsonStore(dir) };
  };
  const fileOf = (dir: string, n: number) => join(dir, `jobs.${idOf(n)}.json`);

  it('writes files that people can read', async () => {
    const { dir, store } = opened();
    await store.write({ put: [record(idOf(1), { title: 'readable' })], events: [] });
    expect(readFileSync(fileOf(dir, 1), 'utf8')).toContain('\n    "title": "readable",\n');
  });

  it.each(['', '{"value": {"id": "x", "sta', 'null', '[]', '\0\0\0\0'])(
    'puts a file that holds %j aside, and never calls it empty',
    async (text) => {
      const { dir, store } = opened();
      await store.write({ put: [record(idOf(1)), record(idOf(2))], events: [] });
      writeFileSync(fileOf(dir, 1), text);
      const again = jsonStore(dir);
      expect((await again.query({})).jobs.map(({ id }) => id)).toEqual([idOf(2)]);
      await expect(again.get(idOf(1))).rejects.toMatchObject({ code: 'PW_JOBS_UNREADABLE' });
      const [kept] = readdirSync(join(dir, 'quarantine'));
      expect(readFileSync(join(dir, 'quarantine', kept!), 'utf8')).toBe(text);
      // A later opening still knows.
      await expect(jsonStore(dir).get(idOf(1))).rejects.toMatchObject({
        code: 'PW_JOBS_UNREADABLE',
      });
    },
  );

  it('does not move anything when it only reads', async () => {
    const { dir, store } = opened();
    await store.write({ put: [record(idOf(1))], events: [] });
    writeFileSync(fileOf(dir, 1), '{');
    await expect(jsonStore(dir, { readOnly: true }).get(idOf(1))).rejects.toMatchObject({
      code: 'PW_JOBS_UNREADABLE',
    });
    expect(readFileSync(fileOf(dir, 1), 'utf8')).toBe('{');
  });

  it('passes over the rest of a write that was never acknowledged', async () => {
    const { dir, store } = opened();
    await store.write({ put: [record(idOf(1))], events: [] });
    writeFileSync(join(dir, `.jobs.${idOf(2)}.json.1234.tmp`), '{"value": {"id"');
    expect((await jsonStore(dir).query({})).jobs).toHaveLength(1);
  });

  it('says how many records still fit', async () => {
    const dir = join(temporary(), 'records');
    mkdirSync(dir);
    const store = jsonStore(dir, { capacity: 2 });
    await store.query({});
    expect(store.room?.()).toBe(2);
    await store.write({ put: [record(idOf(1)), record(idOf(2))], events: [] });
    expect(store.room?.()).toBe(0);
  });

  it('clears nothing in one go', async () => {
    const { dir } = opened();
    await expect(jsonAdapter(dir).clear()).rejects.toThrow(/retention/);
  });
});

describe('a store on any Keyv adapter', () => {
  it('throws when the adapter answers false', async () => {
    const map = new Map<string, unknown>();
    const adapter = {
      opts: { dialect: 'plain', url: '' },
      get: (k: string) => map.get(k),
      set: () => false,
    } as never;
    const store = keyvStore({
      name: 'false',
      adapter: Object.assign(adapter, {
        delete: () => true,
        clear: () => {},
        *iterator() {},
        on() {},
      }),
    });
    await expect(store.write({ put: [record(idOf(1))], events: [] })).rejects.toThrow(/not done/);
  });

  it('throws what the adapter throws, and never "no such job"', async () => {
    const fail = async () => {
      throw new Error('EIO');
    };
    const adapter = {
      opts: { dialect: 'plain', url: '' },
      get: fail,
      set: fail,
      delete: fail,
      clear: fail,
      on() {},
    };
    const store = keyvStore({ name: 'broken', adapter: adapter as never });
    await expect(store.get(idOf(1))).rejects.toThrow('EIO');
    await expect(store.query({})).rejects.toMatchObject({ code: 'PW_JOBS_ADAPTER' });
  });
});

describe('versions of records', () => {
  const steps = { 1: (job: ReturnType<typeof record>) => ({ ...job, title: `${job.title}!` }) };
  const later = { to: 2, steps };

  it.each(['sqlite', 'json'] as const)('moves a %s store forward, and not back', async (kind) => {
    const dir = temporary();
    const records = join(dir, 'records');
    mkdirSync(records);
    const adapter = () =>
      kind === 'sqlite' ? sqliteAdapter(join(dir, 'jobs.db')) : jsonAdapter(records);
    const openAs = (migrations?: typeof later) =>
      keyvStore({
        name: kind,
        adapter: adapter(),
        ...(migrations && { migrations: migrations as never }),
      });
    const first = openAs();
    const meta = { schemaVersion: 1, epoch: 1, seq: 0 };
    const jobs = Array.from({ length: 3 }, (_, n) => record(idOf(n), { journal: [entry(n + 1)] }));
    await first.write({ put: jobs, events: [], meta });
    await first.close();

    const second = openAs(later);
    expect((await second.get(idOf(1)))?.title).toBe('a test!');
    expect(await second.migrate!()).toBe(3);
    expect(await second.migrate!()).toBe(0);
    expect(await second.meta()).toMatchObject({ schemaVersion: 2, epoch: 1 });
    expect(await second.get(idOf(2))).toMatchObject({ schemaVersion: 2, rev: 2, title: 'a test!' });
    await second.close();

    const old = openAs();
    await expect(refuseNewer(old)).rejects.toMatchObject({ code: 'PW_JOBS_SCHEMA_NEWER' });
    await expect(old.get(idOf(1))).rejects.toMatchObject({ code: 'PW_JOBS_SCHEMA_NEWER' });
    await old.close();
  });

  it('refuses a record that no step leads from', async () => {
    const store = keyvStore({
      name: 'map',
      adapter: new Map([[`jobs:${idOf(1)}`, JSON.stringify({ value: record(idOf(1)) })]]),
      migrations: { to: 3, steps: {} },
    });
    await expect(store.get(idOf(1))).rejects.toMatchObject({ code: 'PW_JOBS_SCHEMA_NEWER' });
  });
});
