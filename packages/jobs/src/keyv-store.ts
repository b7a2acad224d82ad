import { Keyv, type KeyvStoreAdapter } from 'keyv';
import type { JobEvent } from './job-event.js';
import type { JobRecord } from './job-record.js';
import type { JobStore, StoreBatch, StoreMeta } from './job-store.js';
import { jobsError } from './jobs-error.js';
import { type MemoryIndex, memoryIndex } from './memory-index.js';
import { type Migrations, migrateStore, upgrade } from './migrations.js';
import type { RecordIndex } from './record-index.js';

/** Keyv's namespace of the records; the key is `jobs:<id>`. */
export const NAMESPACE = 'jobs';
/** In the same namespace, so that one `setMany` writes records and state together; no id begins with `~`. */
const META = '~meta';
const stateKey = (key: string) => `~state ${key}`;

/** A batch as it lies in the adapter: under Keyv's keys, in Keyv's text. */
export interface KeyedBatch {
  records: readonly { key: string; text: string; record: JobRecord }[];
  events: readonly JobEvent[];
  /** State and meta. */
  values: readonly { key: string; text: string }[];
  gone: readonly string[];
}

/** How a Keyv adapter becomes a store. */
export interface KeyvStoreOptions {
  name: string;
  adapter: KeyvStoreAdapter | Map<string, unknown>;
  /** Finds records; default: an index in memory, read from the adapter at the first use. */
  index?: RecordIndex;
  /** The adapter's `setMany` is all or nothing. Default `false`. */
  atomicBatch?: boolean;
  /**
   * Writes a batch whole or not at all, with what `index` needs; default: `setMany` and `delete` of the adapter, which know
   * nothing of what is in the values.
   */
  write?(batch: KeyedBatch): void;
  /** Most records; for stores whose index is in memory. */
  capacity?: number;
  /** Spaces of indentation, for files that people read. */
  indent?: number;
  migrations?: Migrations;
  close?(): Promise<void>;
}

/**
 * A store on any Keyv adapter: the records go through Keyv (`throwOnErrors`, so a failed write is never "false" and a
 * failed read never "no such job"), and what Keyv cannot do comes from the index.
 */
export function keyvStore(options: KeyvStoreOptions): JobStore {
  const { name, adapter, capacity, indent, migrations } = options;
  const serialize = (data: unknown) => JSON.stringify(data, null, indent);
  const keyv = new Keyv({
    store: adapter,
    namespace: NAMESPACE,
    throwOnErrors: true,
    serialize,
    deserialize: (text) => JSON.parse(text as string) as never,
  });
  // Without a listener Keyv's emitter would throw a second time.
  keyv.on('error', () => {});

  let loaded: MemoryIndex | undefined;
  const inMemory = async () => (loaded ??= memoryIndex(await allRecords(adapter, migrations)));
  const index = async (): Promise<RecordIndex> => options.index ?? inMemory();
  const get = async (id: string): Promise<JobRecord | undefined> => {
    const record = await keyv.get<JobRecord>(id);
    return record && upgrade(record, migrations);
  };
  const records = async (ids: readonly string[]) => {
    const found = await Promise.all(ids.map(get));
    return found.filter((record) => record !== undefined);
  };
  const store: JobStore = {
    name,
    atomicBatch: options.atomicBatch ?? false,
    ...(capacity !== undefined && { room: () => capacity - (loaded?.size ?? 0) }),
    meta: () => keyv.get<StoreMeta>(META),
    get: async (id) => (id.startsWith('~') ? undefined : get(id)),
    async byKey(principal, key) {
      const id = (await index()).byKey(principal, key);
      return id === undefined ? undefined : get(id);
    },
    unfinished: async () => records((await index()).unfinished()),
    async query(query) {
      const page = (await index()).page(query);
      const jobs = await records(page.ids);
      return { jobs, ...(page.next !== undefined && { next: page.next }) };
    },
    count: async () => (await index()).count(),
    events: async ({ after = 0, limit = 1000, jobId }) =>
      (await index()).events({ after, limit, ...(jobId !== undefined && { jobId }) }),
    lastSeq: async () => (await index()).lastSeq(),
    outboxDue: async (now, limit) => records((await index()).outboxDue(now, limit)),
    state: (key) => keyv.get<string>(stateKey(key)),
    async write(batch) {
      if (options.write) return options.write(keyedBatch(batch, serialize));
      const memory = options.index ? undefined : await inMemory();
      memory?.check(batch.put);
      const entries = entriesOf(batch);
      if (entries.length > 0) {
        const results = (await keyv.setMany(entries)) as boolean[] | undefined;
        // Some adapters answer `false` for a write that failed.
        if (results?.includes(false)) throw new Error(`${name}: a write was not done`);
      }
      const gone = goneIn(batch);
      if (gone.length > 0) await keyv.delete(gone);
      for (const record of batch.put) memory?.put(record);
      for (const id of batch.remove ?? []) memory?.remove(id);
    },
    migrate: () =>
      migrateStore(store, async (id) => (await keyv.get<JobRecord>(id))?.schemaVersion, migrations),
    async close() {
      await options.close?.();
      await keyv.disconnect();
    },
  };
  return store;
}

/** What is to be stored, without the namespace. */
function entriesOf({ put, state = [], meta }: StoreBatch) {
  return [
    ...put.map((record) => ({ key: record.id, value: record as unknown })),
    ...state
      .filter(({ value }) => value !== undefined)
      .map(({ key, value }) => ({ key: stateKey(key), value: value as unknown })),
    ...(meta ? [{ key: META, value: meta as unknown }] : []),
  ];
}

/** What is to be removed, without the namespace. */
const goneIn = ({ remove = [], state = [] }: StoreBatch): string[] => [
  ...remove,
  ...state.filter(({ value }) => value === undefined).map(({ key }) => stateKey(key)),
];

function keyedBatch(batch: StoreBatch, serialize: (data: unknown) => string): KeyedBatch {
  const entry = (id: string, value: unknown) => ({
    key: `${NAMESPACE}:${id}`,
    text: serialize({ value }),
  });
  return {
    records: batch.put.map((record) => ({ ...entry(record.id, record), record })),
    events: batch.events,
    values: entriesOf({ ...batch, put: [] }).map(({ key, value }) => entry(key, value)),
    gone: goneIn(batch).map((id) => `${NAMESPACE}:${id}`),
  };
}

/**
 * The records of an adapter, read from it directly: Keyv's own iterator exists only for the dialects it knows.
 *
 * @throws `PW_JOBS_ADAPTER` when the adapter cannot iterate.
 */
async function allRecords(
  adapter: KeyvStoreOptions['adapter'],
  migrations?: Migrations,
): Promise<JobRecord[]> {
  const pairs = adapter instanceof Map ? adapter.entries() : adapter.iterator?.(NAMESPACE);
  if (!pairs) throw jobsError('PW_JOBS_ADAPTER', 'the Keyv adapter cannot iterate over its keys');
  const found: JobRecord[] = [];
  for await (const [, raw] of pairs as AsyncIterable<[string, unknown]>) {
    const stored = (typeof raw === 'string' ? JSON.parse(raw) : raw) as { value?: unknown };
    const record = stored?.value as Partial<JobRecord> | undefined;
    if (typeof record?.id === 'string' && typeof record.schemaVersion === 'number')
      found.push(upgrade(record as JobRecord, migrations));
  }
  return found;
}
