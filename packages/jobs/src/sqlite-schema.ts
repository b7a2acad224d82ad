import { JOB_STATES, type JobState, TERMINAL_STATES } from './job-state.js';

/** Version of the tables; raised when they change. The records have their own, `SCHEMA_VERSION`. */
export const TABLES_VERSION = 1;

/** The states of a job that has not ended. */
export const UNFINISHED_STATES = (Object.keys(JOB_STATES) as JobState[]).filter(
  (state) => !(TERMINAL_STATES as readonly JobState[]).includes(state),
);

export const sqlList = (values: readonly string[]) =>
  values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',');

const column = (name: string, type: string, path = name) =>
  `${name} ${type} AS (json_extract(value,'$.value.${path}')) STORED`;

/**
 * An index on a computed column is rewritten with every write of the value, so there are only two: what is asked for by other fields is
 * found through the first, which holds all of them.
 *
 * One table of keys and values, as Keyv wants it. Everything else is computed from the value by SQLite itself, so it
 * cannot disagree: columns for listing, the index of events and of idempotency keys, and guards that refuse a write that does not follow the
 * stored revision or would change a final state, whoever asks for it.
 */
export const TABLES = `
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
CREATE TRIGGER guard BEFORE UPDATE OF value ON keyv WHEN OLD.state IS NOT NULL
  BEGIN SELECT CASE
    WHEN OLD.state IN (${sqlList(TERMINAL_STATES)}) AND NEW.state IS NOT OLD.state
      THEN RAISE(ABORT, 'PW_JOBS_CONFLICT: the state is final')
    WHEN NEW.rev IS NOT OLD.rev + 1 THEN RAISE(ABORT, 'PW_JOBS_CONFLICT: not the next revision') END; END;
CREATE TRIGGER first_revision BEFORE INSERT ON keyv WHEN NEW.state IS NOT NULL AND NEW.rev <> 1
  BEGIN SELECT RAISE(ABORT, 'PW_JOBS_CONFLICT: not the first revision'); END;
CREATE TRIGGER remember_key AFTER INSERT ON keyv
  WHEN json_extract(NEW.value,'$.value.idempotencyKey') IS NOT NULL
  BEGIN INSERT INTO idempotency(owner, job)
    VALUES(json_array(NEW.principal, json_extract(NEW.value,'$.value.idempotencyKey')), NEW.key); END;
CREATE TRIGGER log_insert AFTER INSERT ON keyv WHEN NEW.last_seq IS NOT NULL
  BEGIN INSERT INTO events(seq, job, value)
    SELECT json_extract(j.value,'$.seq'), NEW.key, j.value FROM json_each(NEW.value,'$.value.journal') j; END;
CREATE TRIGGER log_update AFTER UPDATE OF value ON keyv WHEN NEW.last_seq > coalesce(OLD.last_seq, 0)
  BEGIN INSERT INTO events(seq, job, value)
    SELECT json_extract(j.value,'$.seq'), NEW.key, j.value FROM json_each(NEW.value,'$.value.journal') j
    WHERE json_extract(j.value,'$.seq') > coalesce(OLD.last_seq, 0); END;
CREATE TRIGGER log_delete AFTER DELETE ON keyv WHEN OLD.state IS NOT NULL
  BEGIN DELETE FROM events WHERE job = OLD.key;
    DELETE FROM idempotency WHERE owner =
      json_array(OLD.principal, json_extract(OLD.value,'$.value.idempotencyKey')); END;
PRAGMA user_version = ${TABLES_VERSION};
`;
