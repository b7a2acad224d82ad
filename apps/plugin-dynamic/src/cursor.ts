import { safeJoin, writeAtomically } from '@plugwright/files';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * How far an agent has told its rooms, beside the jobs: what happened while it was down, or was not told before it died, is
 * told at the next start; what was told is not repeated.
 */
export interface Cursor {
  /** The last event that was told; 0 before the first. */
  read: () => Promise<number>;
  write: (seq: number) => Promise<void>;
}

/** The cursor of one agent in a jobs directory. */
export function fileCursor(dir: string, agentId: string): Cursor {
  const path = safeJoin(dir, `agents/${agentId}.json`);
  return {
    read: async () => {
      try {
        const { seq } = JSON.parse(await readFile(path, 'utf8')) as { seq?: unknown };
        return typeof seq === 'number' ? seq : 0;
      } catch {
        return 0;
      }
    },
    write: async (seq) => {
      await mkdir(dirname(path), { recursive: true });
      await writeAtomically(path, `${JSON.stringify({ seq })}\n`);
    },
  };
}
