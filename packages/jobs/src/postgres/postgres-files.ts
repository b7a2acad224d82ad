import type { ContentFiles } from '../content-store.js';
import type { Ask } from './connect-postgres.js';

/** A file that was used within this time is not swept: another process may be about to refer to it. */
const FRESH = `now() - interval '1 hour'`;

/** Content files in Postgres, so that every machine can read them. */
export function postgresFiles(ask: Ask, s: string): ContentFiles {
  return {
    async put(sha, bytes) {
      await ask(
        `INSERT INTO ${s}.content VALUES ($1, $2, now()) ON CONFLICT (sha256) DO UPDATE SET used = now()`,
        [sha, bytes],
      );
    },
    async get(sha) {
      const [row] = await ask<{ bytes: Buffer }>(
        `SELECT bytes FROM ${s}.content WHERE sha256 = $1`,
        [sha],
      );
      return row?.bytes;
    },
    touch: (sha) =>
      void ask(`UPDATE ${s}.content SET used = now() WHERE sha256 = $1`, [sha]).catch(() => {}),
    async list() {
      const rows = await ask<{ sha256: string; bytes: number }>(
        `SELECT sha256, length(bytes) AS bytes FROM ${s}.content WHERE used < ${FRESH}`,
      );
      return rows.map(({ sha256, bytes }) => ({ sha256, bytes }));
    },
    async remove(sha) {
      await ask(`DELETE FROM ${s}.content WHERE sha256 = $1 AND used < ${FRESH}`, [sha]);
    },
  };
}
