-- The tables as version 1 made them.
CREATE TABLE keyv(
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  state TEXT AS (json_extract(value,'$.value.state')) STORED,
  kind TEXT AS (json_extract(value,'$.value.kind')) STORED,
  principal TEXT AS (json_extract(value,'$.value.principal')) STORED,
  title TEXT AS (json_extract(value,'$.value.title')) STORED,
  created INTEGER AS (json_extract(value,'$.value.createdAt')) STORED,
  due INTEGER AS (json_extract(value,'$.value.outboxDueAt')) STORED,
  rev INTEGER AS (json_extract(value,'$.value.rev')) STORED,
  last_seq INTEGER AS (json_extract(value,'$.value.journal[#-1].seq')) STORED
);
CREATE INDEX by_state ON keyv(state, key DESC, kind, principal, created, title) WHERE state IS NOT NULL;
CREATE TABLE idempotency(owner TEXT PRIMARY KEY NOT NULL, job TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX by_due ON keyv(due) WHERE due IS NOT NULL;
CREATE TABLE events(seq INTEGER PRIMARY KEY, job TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX events_by_job ON events(job, seq);
CREATE TRIGGER guard BEFORE UPDATE OF value ON keyv WHEN OLD.state IS NOT NULL
  BEGIN SELECT CASE
    WHEN OLD.state IN ('completed','failed','cancelled') AND NEW.state IS NOT OLD.state
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
PRAGMA user_version = 1;
