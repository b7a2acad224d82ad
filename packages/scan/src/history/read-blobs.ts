import type { RunGit } from './scan-history.js';

/** Bytes. */
export const LARGEST_HISTORY = 64 * 1024 * 1024;
const LARGEST_BLOB = 1024 * 1024;
const PART = 8 * 1024 * 1024;
const MOST_BLOBS = 100_000;

/** One version of a file. */
export interface ListedBlob {
  readonly id: string;
  /** Relative to the directory that is scanned. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** All versions of files below the directory, the oldest last, as git lists them; without those that are too large. */
export async function listBlobs(
  git: RunGit,
): Promise<{ readonly blobs: readonly ListedBlob[]; readonly complete: boolean }> {
  const prefix = (await git(['rev-parse', '--show-prefix'])).output.trim();
  const listed = await git(['rev-list', '--objects', '--all', '--', '.']);
  const paths = new Map<string, string>();
  for (const line of listed.output.split('\n')) {
    const match = /^(?<id>[\da-f]{40,64}) (?<path>.+)$/.exec(line);
    const { id, path = '' } = match?.groups ?? {};
    if (id !== undefined && path.startsWith(prefix)) paths.set(id, path.slice(prefix.length));
  }
  const ids = [...paths.keys()].slice(0, MOST_BLOBS);
  if (ids.length === 0) return { blobs: [], complete: !listed.truncated };
  const sizes = await git(['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)'], {
    input: `${ids.join('\n')}\n`,
  });
  let complete = !listed.truncated && !sizes.truncated && paths.size <= MOST_BLOBS;
  const blobs = sizes.output.split('\n').flatMap((line): ListedBlob[] => {
    const [id = '', type, text = ''] = line.split(' ');
    const size = Number(text);
    const path = paths.get(id);
    if (type !== 'blob' || path === undefined || !isText(path)) return [];
    if (size <= LARGEST_BLOB) return [{ id, path, size }];
    complete = false;
    return [];
  });
  return { blobs, complete };
}

/** Pictures and archives are not read; a lockfile has digests and no secrets. */
const isText = (path: string): boolean =>
  !/\.(?:png|jpe?g|gif|webp|ico|pdf|woff2?|ttf|zip|t?gz|wasm|node|mp[34])$|(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml)$/i.test(
    path,
  );

interface ReadPart {
  readonly texts: readonly { readonly blob: ListedBlob; readonly text: string }[];
  /** Whether everything up to here was read. */
  readonly complete: boolean;
}

/** The texts of versions, in parts of some megabytes, up to a limit in bytes. */
export async function* readBlobs(
  git: RunGit,
  blobs: readonly ListedBlob[],
  largest: number,
): AsyncGenerator<ReadPart> {
  let left = largest;
  let part: ListedBlob[] = [];
  let size = 0;
  for (const [index, blob] of blobs.entries()) {
    if (blob.size > left) {
      if (part.length > 0) yield await readPart(git, part, size);
      yield { texts: [], complete: false };
      return;
    }
    left -= blob.size;
    part.push(blob);
    size += blob.size;
    if (size < PART && index < blobs.length - 1) continue;
    yield await readPart(git, part, size);
    part = [];
    size = 0;
  }
}

async function readPart(
  git: RunGit,
  blobs: readonly ListedBlob[],
  size: number,
): Promise<ReadPart> {
  const { output, truncated } = await git(['cat-file', '--batch'], {
    input: `${blobs.map(({ id }) => id).join('\n')}\n`,
    limit: size + blobs.length * 200,
  });
  // The output was decoded, so that sizes in bytes do not hold for what is not text; the next header is looked for.
  let from = 0;
  const texts = blobs.map((blob, index) => {
    const begin = output.indexOf('\n', from) + 1;
    const next = blobs[index + 1];
    const end = next ? output.indexOf(`\n${next.id} blob ${next.size}\n`, begin) : output.length;
    from = end === -1 ? output.length : end + 1;
    return { blob, text: output.slice(begin, end === -1 ? output.length : end) };
  });
  return { texts: texts.filter(({ text }) => !text.includes('\0')), complete: !truncated };
}
