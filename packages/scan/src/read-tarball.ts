import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { PlugwrightError } from '@plugwright/errors';
import { sorted } from './read-directory.js';
import { LARGEST_FILE, LARGEST_TREE, MOST_FILES, type SourceTree } from './source-tree.js';

const BLOCK = 512;

/**
 * Reads an npm tarball for a scan without unpacking it on the disk; the first folder (`package/`) is taken off.
 *
 * @throws PlugwrightError `PW_SCAN_TARBALL` when it is no gzipped tar, and `PW_SCAN_TOO_LARGE` when it unpacks to more
 *   than 256 MB.
 */
export async function readTarball(path: string): Promise<SourceTree> {
  const files = new Map<string, Uint8Array>();
  const skipped: { path: string; reason: string }[] = [];
  let buffer: Buffer = Buffer.alloc(0);
  let total = 0;
  let entry:
    | { name: string; left: number; padding: number; parts: Buffer[] | undefined }
    | undefined;
  let longName: string | undefined;
  let longSize: number | undefined;

  const finish = () => {
    if (!entry) return;
    if (entry.parts) {
      const content = Buffer.concat(entry.parts);
      if (entry.name === '\0long') longName = content.toString('utf8').replace(/\0.*$/s, '');
      else if (entry.name === '\0pax') {
        const records = content.toString('utf8');
        longName = /(?:^|\n)\d+ path=(?<path>[^\n]*)\n/.exec(records)?.groups?.path ?? longName;
        // npm goes by this size too; by the other one it would unpack other files than those that are scanned here.
        const size = /(?:^|\n)\d+ size=(?<size>\d+)\n/.exec(records)?.groups?.size;
        longSize = size === undefined ? longSize : Number(size);
      } else files.set(entry.name, content);
    }
    entry = undefined;
  };
  const header = (block: Buffer) => {
    const text = (from: number, to: number) =>
      block.subarray(from, to).toString('utf8').replace(/\0.*$/s, '');
    if (block.every((byte) => byte === 0)) return;
    const type = text(156, 157) || '0';
    const isExtension = type === 'L' || type === 'x' || type === 'g';
    const own = Number.parseInt(text(124, 136).trim(), 8);
    const size = isExtension ? own : (longSize ?? own);
    if (!isExtension) longSize = undefined;
    if (!/^[0-7]*$/.test(text(148, 154).trim()) || !Number.isFinite(size) || size < 0)
      throw new Error('header');
    const prefix = text(257, 262) === 'ustar' ? text(345, 500) : '';
    const whole = longName ?? (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`);
    const name = whole.split('/').slice(1).join('/');
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    let parts: Buffer[] | undefined;
    if (type === 'L') entry = { name: '\0long', left: size, padding, parts: (parts = []) };
    else if (type === 'x' || type === 'g')
      entry = { name: '\0pax', left: size, padding, parts: (parts = []) };
    else {
      longName = undefined;
      if (type === '0' && name !== '') {
        if (name.split('/').includes('..'))
          skipped.push({ path: name, reason: 'its path leads out of the package' });
        else if (size > LARGEST_FILE || files.size >= MOST_FILES)
          skipped.push({ path: name, reason: 'it is too large' });
        else parts = [];
      } else if (type === '1' || type === '2') skipped.push({ path: name, reason: 'it is a link' });
      entry = { name, left: size, padding, parts };
    }
    if (size === 0) finish();
  };
  const take = (chunk: Buffer) => {
    total += chunk.length;
    if (total > LARGEST_TREE)
      throw new PlugwrightError({
        code: 'PW_SCAN_TOO_LARGE',
        message: `${path} unpacks to more than ${LARGEST_TREE / 1024 / 1024} MB.`,
        hint: 'A plugin is small; do not install this one.',
      });
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    for (;;) {
      if (entry) {
        const part = buffer.subarray(0, entry.left);
        entry.left -= part.length;
        entry.parts?.push(Buffer.from(part));
        buffer = buffer.subarray(part.length);
        if (entry.left > 0) return;
        if (buffer.length < entry.padding) return;
        buffer = buffer.subarray(entry.padding);
        finish();
      }
      if (buffer.length < BLOCK) return;
      const block = buffer.subarray(0, BLOCK);
      buffer = buffer.subarray(BLOCK);
      header(block);
    }
  };
  try {
    const input = createReadStream(path);
    const unpacked = input.pipe(createGunzip());
    input.on('error', (error) => unpacked.destroy(error));
    for await (const chunk of unpacked) take(chunk as Buffer);
    input.destroy();
    // A file that is cut off would be left out without a word.
    if (entry) throw new Error('cut off');
  } catch (error) {
    if (PlugwrightError.isInstance(error)) throw error;
    throw new PlugwrightError({
      code: 'PW_SCAN_TARBALL',
      message: `${path} is no npm tarball that can be read.`,
      hint: 'Make one with npm pack, or give a directory.',
      cause: error,
    });
  }
  return { files: sorted(files), skipped };
}
