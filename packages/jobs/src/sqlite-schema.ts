import { JOB_STATES, type JobState, TERMINAL_STATES } from './job-state.js';

/** Version of the tables; raised when they change. The records have their own, `SCHEMA_VERSION`. */
export const TABLES_VERSION = 2;

/** The states of a job that has not ended. */
export const UNFINISHED_STATES = (Object.keys(JOB_STATES) as JobState[]).filter(
  (state) => !(TERMINAL_STATES as readonly JobState[]).includes(state),
);

export const sqlList = (values: readonly string[]) =>
  values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',');

const column = (name: string, type: string, path = name) =>
  `${name} ${type} AS (json_extract(value,'$.value.${path}')) STORED`;

/** Without `IN`: that fills a temporary table at each run of the trigger, which takes as long as the write itself. */
const OLD_IS_FINAL = TERMINAL_STATES.map((state) => `OLD.state = '${state}'`).join(' OR ');

/** Triggers that run after the row is written cost a third of those that run before; either way the statement is undone. */
const TRIGGERS = `
CREATE TRIGGER guard AFTER UPDATE OF value ON keyv
  WHEN NEW.rev IS NOT OLD.rev + 1 OR (NEW.state IS NOT OLD.state AND (${OLD_IS_FINAL}))
  BEGIN SELECT CASE
    WHEN NEW.state IS NOT OLD.state AND (${OLD_IS_FINAL})
      THEN RAISE(ABORT, 'PW_JOBS_CONFLICT: the state is final')
    ELSE RAISE(ABORT, 'PW_JOBS_CONFLICT: not the next revision') END; END;
CREATE TRIGGER first_revision AFTER INSERT ON keyv WHEN NEW.rev <> 1
  BEGIN SELECT RAISE(ABORT, 'PW_JOBS_CONFLICT: not the first revision'); END;
CREATE TRIGGER forget AFTER DELETE ON keyv WHEN OLD.state IS NOT NULL
  BEGIN DELETE FROM events WHERE job = OLD.key;
    DELETE FROM idempotency WHERE owner =
      json_array(OLD.principal, json_extract(OLD.value,'$.value.idempotencyKey')); END;
`;

/**
 * One table of keys and values, as Keyv wants it. Columns for listing, and the guards that refuse a write that does not
 * follow the stored revision or would change a final state, whoever asks for it, are computed from the value by SQLite
 * itself, so they cannot disagree. The event log and the idempotency keys are written beside it, in the same transaction.
 *
 * An index on a computed column is rewritten with every write of the value, so there are only two: what is asked for by
 * other fields is found through the first, which holds all of them.
 */
const TABLES = `
CREATE TABLE keyv(
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  ${column('state', 'TEXT')},
  ${column('kind', 'TEXT')},
  ${column('principal', 'TEXT')},
  ${column('title', 'TEXT')},
  ${column('created', 'INTEGER', 'createdAt')},
  ${column('due', 'INTEGER', 'outboxDueAt')},
  ${column('rev', 'INTEGER')},
  ${column('last_seq', 'INTEGER', 'journal[#-1].seq')}
);
CREATE INDEX by_state ON keyv(state, key DESC, kind, principal, created, title) WHERE state IS NOT NULL;
CREATE TABLE idempotency(owner TEXT PRIMARY KEY NOT NULL, job TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX by_due ON keyv(due) WHERE due IS NOT NULL;
CREATE TABLE events(seq INTEGER PRIMARY KEY, job TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX events_by_job ON events(job, seq);
${TRIGGERS}
PRAGMA user_version = ${TABLES_VERSION};
`;

/** How tables of an older version become those of the next, by the older one. The rows stay as they are. */
const UPGRADES: Readonly<Record<number, string>> = {
  // In version 1 triggers wrote the event log and the keys, and the guards ran before the write.
  1: `
${['guard', 'first_revision', 'remember_key', 'log_insert', 'log_update', 'log_delete']
  .map((name) => `DROP TRIGGER ${name};`)
  .join('\n')}
${TRIGGERS}
PRAGMA user_version = 2;
`,
};

/** What brings a file with tables of a version, 0 for none, to those of today. */
export const stepsFrom = (version: number): readonly string[] =>
  version === 0
    ? [TABLES]
    : Object.keys(UPGRADES)
        .map(Number)
        .filter((from) => from >= version)
        .toSorted((a, b) => a - b)
        .map((from) => UPGRADES[from]!);
