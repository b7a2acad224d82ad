// Loss of power below SQLite: what was not synced when the process died is torn, lost or garbled in a copy.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const random = (n) => Math.floor(Math.random() * n);
const noise = (n) => Buffer.from(Array.from({ length: n }, () => random(256)));

/** Pages that the log holds, by their number: a checkpoint may have been writing any of them into the main file. */
function pagesInLog(wal) {
  if (wal.length < 32) return { size: 0, pages: [] };
  const size = wal.readUInt32BE(8);
  const pages = [];
  for (let at = 32; at + 24 + size <= wal.length; at += 24 + size) pages.push(wal.readUInt32BE(at));
  return { size, pages };
}

/**
 * Copies a jobs directory as a disk might hold it after the power went.
 *
 * @param synced bytes of the log that were synced when the last acknowledgement was given; they stay. What lies behind may be cut off, zeroed,
 *   garbled or swapped; pages of the main file that the log holds may be half written.
 */
export function cutPower(from, to, synced) {
  mkdirSync(to, { recursive: true });
  const content = join(from, 'content');
  if (existsSync(content)) {
    mkdirSync(join(to, 'content'));
    for (const name of readdirSync(content)) {
      // A file under its temporary name was never acknowledged.
      if (name.endsWith('.tmp')) writeFileSync(join(to, 'content', name), noise(random(50)));
      else copyFileSync(join(content, name), join(to, 'content', name));
    }
  }
  const wal = readFileSync(join(from, 'jobs.db-wal'));
  const main = readFileSync(join(from, 'jobs.db'));
  const { size, pages } = pagesInLog(wal.subarray(0, synced));
  let torn = 0;
  for (const page of new Set(pages)) {
    const at = (page - 1) * size;
    // The first page says what the file is; SQLite reads it from the log as well, but a main file shorter than a page is "new".
    if (page === 1 || at + size > main.length || random(2)) continue;
    noise(size / 2).copy(main, at + (random(2) ? 0 : size / 2));
    torn++;
  }
  writeFileSync(join(to, 'jobs.db'), main);
  const tail = wal.length - synced;
  const how = tail > 0 ? ['lost', 'torn', 'zeroed', 'garbled', 'kept'][random(5)] : 'invented';
  const cut = Buffer.from(wal);
  let end = wal.length;
  if (how === 'lost') end = synced;
  else if (how === 'torn') end = synced + random(tail);
  else if (how === 'zeroed') cut.fill(0, synced + random(tail));
  else if (how === 'garbled') noise(Math.min(tail, 4096)).copy(cut, synced + random(tail));
  const bytes = cut.subarray(0, end);
  // Nothing unsynced was there: a torn frame that a later write would have left.
  writeFileSync(
    join(to, 'jobs.db-wal'),
    how === 'invented' ? Buffer.concat([bytes, noise(random(5000))]) : bytes,
  );
  return { how, torn };
}
