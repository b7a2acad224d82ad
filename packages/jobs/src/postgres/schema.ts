/** Raised with every change of what is below. */
export const TABLES_VERSION = 2;

/** Told with a commit that queued nothing. */
export const NOTHING_QUEUED = '-';

/** Tables and functions in a schema of their own; `s` is its quoted name. Safe to run again. */
export const tables = (s: string): string => `
CREATE SCHEMA IF NOT EXISTS ${s};
CREATE TABLE IF NOT EXISTS ${s}.meta (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  tables_version int NOT NULL,
  schema_version int,
  epoch bigint NOT NULL DEFAULT 0,
  seq bigint NOT NULL DEFAULT 0
);
-- Whether digests of the history were kept from the beginning.
ALTER TABLE ${s}.meta ADD COLUMN IF NOT EXISTS history boolean NOT NULL DEFAULT false;
CREATE TABLE IF NOT EXISTS ${s}.leader (one boolean PRIMARY KEY DEFAULT true CHECK (one), epoch bigint NOT NULL);
CREATE TABLE IF NOT EXISTS ${s}.worker (epoch bigint PRIMARY KEY, until timestamptz NOT NULL);
CREATE TABLE IF NOT EXISTS ${s}.job (
  id text COLLATE "C" PRIMARY KEY,
  rev bigint NOT NULL,
  state text NOT NULL,
  kind text NOT NULL,
  principal text NOT NULL,
  key text,
  epoch bigint,
  timer double precision,
  outbox double precision,
  rank double precision NOT NULL,
  created double precision NOT NULL,
  -- No jsonb: it would change the order of keys.
  record text NOT NULL,
  write_id text NOT NULL,
  first bigint NOT NULL,
  -- Handed to a worker until then.
  offered timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS job_key ON ${s}.job (key) WHERE key IS NOT NULL;
CREATE INDEX IF NOT EXISTS job_state ON ${s}.job (state, id DESC);
ALTER TABLE ${s}.job ADD COLUMN IF NOT EXISTS priority int;
UPDATE ${s}.job SET priority = (record::json->>'priority')::int WHERE priority IS NULL;
DROP INDEX IF EXISTS ${s}.job_queue;
CREATE INDEX IF NOT EXISTS job_lane ON ${s}.job (principal, rank) WHERE state = 'queued';
CREATE INDEX IF NOT EXISTS job_running ON ${s}.job (principal) WHERE epoch IS NOT NULL;
CREATE INDEX IF NOT EXISTS job_timer ON ${s}.job (timer) WHERE timer IS NOT NULL;
CREATE INDEX IF NOT EXISTS job_outbox ON ${s}.job (outbox) WHERE outbox IS NOT NULL;
CREATE INDEX IF NOT EXISTS job_lease ON ${s}.job (epoch) WHERE epoch IS NOT NULL;
CREATE TABLE IF NOT EXISTS ${s}.event (
  seq bigint NOT NULL,
  job text COLLATE "C" NOT NULL REFERENCES ${s}.job (id) ON DELETE CASCADE,
  event text NOT NULL,
  PRIMARY KEY (seq, job)
);
CREATE INDEX IF NOT EXISTS event_job ON ${s}.event (job, seq);
CREATE TABLE IF NOT EXISTS ${s}.value (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE IF NOT EXISTS ${s}.content (sha256 text PRIMARY KEY, bytes bytea NOT NULL, used timestamptz NOT NULL);
CREATE TABLE IF NOT EXISTS ${s}.sum (
  key text COLLATE "C" NOT NULL,
  field text COLLATE "C" NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (key, field)
);
-- Turns that each principal had; resting: it has nothing queued.
CREATE TABLE IF NOT EXISTS ${s}.turn (
  principal text PRIMARY KEY,
  turns double precision NOT NULL,
  resting boolean NOT NULL DEFAULT false
);
CREATE TABLE IF NOT EXISTS ${s}.turns (one boolean PRIMARY KEY DEFAULT true CHECK (one), reached double precision NOT NULL);
INSERT INTO ${s}.turns (reached) VALUES (0) ON CONFLICT DO NOTHING;
INSERT INTO ${s}.meta (tables_version, history) VALUES (${TABLES_VERSION}, true)
  ON CONFLICT (one) DO UPDATE SET tables_version = excluded.tables_version;

-- One commit, whole or not at all. Every one locks the same row first, so numbers are given out in the order in which they
-- can be read, and nobody waits for anybody in a circle.
CREATE OR REPLACE FUNCTION ${s}.commit(todo json, pieces text[], OUT ended text, OUT first_seq bigint)
LANGUAGE plpgsql AS $body$
DECLARE
  r json;
  old ${s}.job;
  at int := 1;
  n int;
  line text;
  number bigint;
BEGIN
  SELECT seq + 1 INTO first_seq FROM ${s}.meta FOR UPDATE;
  r := todo->'put'->0;
  IF todo->>'by' <> '' THEN
    SELECT * INTO old FROM ${s}.job WHERE id = r->>'id';
    IF old.write_id = todo->>'by' THEN
      ended := 'written'; first_seq := old.first; RETURN;
    END IF;
  END IF;
  FOR r IN SELECT * FROM json_array_elements(todo->'put') LOOP
    SELECT * INTO old FROM ${s}.job WHERE id = r->>'id';
    IF (r->>'rev')::bigint - 1 <> coalesce(old.rev, 0) THEN ended := 'conflict'; RETURN; END IF;
    IF old.state IN ('completed', 'failed', 'cancelled') AND old.state <> r->>'state' THEN ended := 'final'; RETURN; END IF;
    IF old.id IS NULL AND EXISTS (SELECT 1 FROM ${s}.job WHERE key = nullif(r->>'key', '')) THEN ended := 'conflict'; RETURN; END IF;
  END LOOP;
  IF todo->>'most' <> '' AND (todo->>'most')::bigint <= (
    SELECT count(*) FROM ${s}.job WHERE epoch IS NOT NULL AND principal = todo->'put'->0->>'who'
  ) THEN ended := 'busy'; RETURN; END IF;
  UPDATE ${s}.meta SET seq = seq + (todo->>'numbers')::int WHERE (todo->>'numbers')::int > 0;

  FOR r IN SELECT * FROM json_array_elements(todo->'put') LOOP
    n := json_array_length(r->'text');
    line := pieces[at];
    FOR i IN 1..n LOOP line := line || (first_seq + (r->'text'->>(i - 1))::int) || pieces[at + i]; END LOOP;
    at := at + n + 1;
    INSERT INTO ${s}.job AS j (id, rev, state, kind, principal, key, epoch, timer, outbox, rank, priority, created, record, write_id, first)
    VALUES (r->>'id', (r->>'rev')::bigint, r->>'state', r->>'kind', r->>'who', nullif(r->>'key', ''),
      nullif(r->>'epoch', '')::bigint, nullif(r->>'timer', '')::float8, nullif(r->>'outbox', '')::float8,
      (r->>'rank')::float8, (r->>'priority')::int, (r->>'created')::float8, line, todo->>'by', first_seq)
    ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, state = excluded.state, epoch = excluded.epoch,
      timer = excluded.timer, outbox = excluded.outbox, rank = excluded.rank, priority = excluded.priority, record = excluded.record,
      write_id = excluded.write_id, first = excluded.first,
      offered = CASE WHEN excluded.state = 'queued' AND j.state <> 'queued' THEN NULL ELSE j.offered END;
  END LOOP;
  FOR r IN SELECT * FROM json_array_elements(todo->'events') LOOP
    n := json_array_length(r->'text');
    line := pieces[at];
    FOR i IN 1..n LOOP line := line || (first_seq + (r->'text'->>(i - 1))::int) || pieces[at + i]; END LOOP;
    at := at + n + 1;
    number := coalesce(nullif(r->>'seq', '')::bigint, first_seq + (r->>'offset')::int);
    INSERT INTO ${s}.event VALUES (number, r->>'id', line) ON CONFLICT DO NOTHING;
  END LOOP;
  DELETE FROM ${s}.job WHERE id IN (SELECT json_array_elements_text(todo->'remove'));
  FOR r IN SELECT * FROM json_array_elements(todo->'state') LOOP
    IF (r->>'gone')::boolean THEN DELETE FROM ${s}.value WHERE key = r->>'key';
    ELSE INSERT INTO ${s}.value VALUES (r->>'key', r->>'value') ON CONFLICT (key) DO UPDATE SET value = excluded.value;
    END IF;
  END LOOP;
  INSERT INTO ${s}.sum AS kept SELECT key, field, by
    FROM json_to_recordset(todo->'sums') AS one(key text, field text, by float8, most boolean) WHERE NOT most
    ON CONFLICT (key, field) DO UPDATE SET value = kept.value + excluded.value;
  INSERT INTO ${s}.sum AS kept SELECT key, field, by
    FROM json_to_recordset(todo->'sums') AS one(key text, field text, by float8, most boolean) WHERE most
    ON CONFLICT (key, field) DO UPDATE SET value = greatest(kept.value, excluded.value);
  IF todo->'meta' IS NOT NULL THEN
    UPDATE ${s}.meta SET schema_version = greatest(schema_version, (todo->'meta'->>'schemaVersion')::int),
      epoch = greatest(epoch, (todo->'meta'->>'epoch')::bigint), seq = greatest(seq, (todo->'meta'->>'seq')::bigint);
  END IF;
  PERFORM pg_notify('${channelOf(s)}', CASE WHEN todo->'put'->0->>'state' = 'queued' THEN '' ELSE '${NOTHING_QUEUED}' END)
    WHERE json_array_length(todo->'events') > 0;
  ended := 'written';
END $body$;

-- Hands out queued jobs by turns between principals: start-time fair queueing with one job as the unit, as in fair-queue.ts.
-- One at a time, by the lock on the one row of turns; commits do not wait for it.
CREATE OR REPLACE FUNCTION ${s}.next(kinds text[], most bigint, rounds float8, wanted int, offer float8,
  OUT ids text[], OUT others boolean)
LANGUAGE plpgsql AS $body$
DECLARE
  waiting text[];
  behind float8;
  furthest float8;
  passed text[] := '{}';
  pick record;
BEGIN
  ids := '{}';
  -- A loss of power may forget who had a turn.
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT reached INTO furthest FROM ${s}.turns FOR UPDATE;
  WITH RECURSIVE one(who) AS (
    (SELECT principal FROM ${s}.job WHERE state = 'queued' ORDER BY principal LIMIT 1)
    UNION ALL
    SELECT (SELECT principal FROM ${s}.job WHERE state = 'queued' AND principal > one.who ORDER BY principal LIMIT 1)
    FROM one WHERE one.who IS NOT NULL
  ) SELECT coalesce(array_agg(who), '{}') INTO waiting FROM one WHERE who IS NOT NULL;
  others := false;
  IF cardinality(waiting) = 0 THEN RETURN; END IF;
  UPDATE ${s}.turn SET resting = true WHERE NOT resting AND principal <> ALL(waiting);
  SELECT greatest(furthest, coalesce(max(turns), 0)) INTO furthest FROM ${s}.turn WHERE resting;
  SELECT coalesce(min(turns), furthest) INTO behind FROM ${s}.turn WHERE NOT resting;
  UPDATE ${s}.turns SET reached = furthest WHERE reached < furthest;
  -- Who comes back gets no credit for the time away.
  INSERT INTO ${s}.turn AS t SELECT who, behind FROM unnest(waiting) AS who
    ON CONFLICT (principal) DO UPDATE SET turns = greatest(t.turns, excluded.turns), resting = false WHERE t.resting;
  DELETE FROM ${s}.turn WHERE resting AND turns <= behind;
  WHILE cardinality(ids) < wanted LOOP
    SELECT h.id, t.principal INTO pick FROM ${s}.turn t CROSS JOIN LATERAL (
      SELECT j.id, j.priority, j.rank FROM ${s}.job j
      WHERE j.state = 'queued' AND j.principal = t.principal AND j.kind = ANY(kinds)
        AND (j.offered IS NULL OR j.offered < now()) AND j.id <> ALL(passed)
      ORDER BY j.rank, j.id LIMIT 1) h
    WHERE NOT t.resting AND (most IS NULL OR most >
      (SELECT count(*) FROM ${s}.job r WHERE r.principal = t.principal AND (r.epoch IS NOT NULL OR r.id = ANY(ids))))
    ORDER BY t.turns - rounds * coalesce(h.priority, 0), h.rank, h.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    UPDATE ${s}.job SET offered = now() + offer * interval '1 ms'
      WHERE id = (SELECT id FROM ${s}.job WHERE id = pick.id AND state = 'queued' FOR UPDATE SKIP LOCKED);
    -- Somebody is about to change it.
    IF NOT FOUND THEN passed := passed || pick.id; CONTINUE; END IF;
    passed := passed || pick.id;
    ids := ids || pick.id;
    UPDATE ${s}.turn SET turns = turns + 1 WHERE principal = pick.principal;
  END LOOP;
  others := EXISTS (SELECT 1 FROM ${s}.job WHERE state = 'queued' AND (offered IS NULL OR offered < now()));
END $body$;
`;

/** The channel on which every commit is told. */
export const channelOf = (s: string): string => `${s.replaceAll('"', '')}_changed`;
