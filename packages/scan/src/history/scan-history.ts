import { devNull } from 'node:os';
import { PlugwrightError } from '@plugwright/errors';
import type { Finding } from '../finding.js';
import { findProgram } from '../find-program.js';
import { numbered, type Row, secretsIn } from '../scan.js';
import { LARGEST_HISTORY, type ListedBlob, listBlobs, readBlobs } from './read-blobs.js';

export interface HistoryOptions {
  /** Where programs are looked for; default `process.env.PATH`. */
  readonly path?: string | undefined;
  /** Bytes of history that are read; default 64 MiB. */
  readonly largest?: number | undefined;
  readonly secretlint?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What lies in the history of a repository. */
export interface HistoryResult {
  /** Secrets; path and line are those of the version that was committed. */
  readonly findings: readonly Finding[];
  /** Versions of files that were read. */
  readonly blobs: number;
  /** Whether all of the history was read. */
  readonly complete: boolean;
}

/** Commits that are looked up; more secrets than this need no more places. */
const MOST_COMMITS = 50;

/** Runs git on a repository; gives its output, and whether there was more than was kept. */
export type RunGit = (
  args: readonly string[],
  options?: { readonly input?: string; readonly limit?: number },
) => Promise<{ readonly output: string; readonly truncated: boolean }>;

/**
 * Looks for secrets in every version of every file below a directory, in all branches and tags. Nothing is checked out;
 * the repository's own configuration can start nothing.
 *
 * @throws PlugwrightError `PW_SCAN_HISTORY` when there is no git, or no repository; the reason of the signal.
 */
export async function scanHistory(
  root: string,
  options: HistoryOptions = {},
): Promise<HistoryResult> {
  const git = await gitIn(root, options);
  const listed = await listBlobs(git);
  const largest = options.largest ?? LARGEST_HISTORY;
  const rows: { row: Row; blob: ListedBlob }[] = [];
  let blobs = 0;
  let complete = listed.complete;
  for await (const part of readBlobs(git, listed.blobs, largest)) {
    options.signal?.throwIfAborted();
    complete &&= part.complete;
    for (const { blob, text } of part.texts) {
      blobs += 1;
      const found = await secretsIn(blob.path, text, options.secretlint !== false);
      rows.push(...found.map((row) => ({ row, blob })));
    }
  }
  const commits = new Map<string, string>();
  for (const { blob } of rows)
    if (commits.size < MOST_COMMITS && !commits.has(blob.id))
      commits.set(blob.id, await commitOf(git, blob.id));
  const told = rows.map(({ row, blob }) => {
    const commit = commits.get(blob.id);
    const where = commit === undefined || commit === '' ? 'in the history' : `in ${commit}`;
    return { ...row, message: `${row.message.replace(/\.$/, '')}, ${where}.` };
  });
  return { findings: onceEach(numbered(told)), blobs, complete };
}

/** The same secret in many versions of a file is one finding: the first version's. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ fingerprint }) => {
    const [mark = ''] = fingerprint.split(':');
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
}

/** The commit that brought a version of a file, with its day. */
async function commitOf(git: RunGit, id: string): Promise<string> {
  const { output } = await git([
    'log',
    '--all',
    '--no-textconv',
    '--no-ext-diff',
    `--find-object=${id}`,
    '--format=commit %h of %cs',
  ]);
  return output.trim().split('\n').at(-1) ?? '';
}

const failed = (message: string, cause?: unknown): PlugwrightError =>
  new PlugwrightError({
    code: 'PW_SCAN_HISTORY',
    message,
    hint: 'Give the directory of a git repository, and install git.',
    cause,
  });

async function gitIn(root: string, options: HistoryOptions): Promise<RunGit> {
  const command = findProgram('git', options.path ?? process.env['PATH'], root);
  if (command === undefined) throw failed('There is no git on this machine.');
  const { runProcess } = await import('@plugwright/sandbox');
  return async (args, { input, limit = 64 * 1024 * 1024 } = {}) => {
    const result = await runProcess({
      command,
      // A repository is not trusted: none of what its configuration can start is started, and nothing is fetched.
      args: [
        '--no-pager',
        '--no-replace-objects',
        ...['core.fsmonitor=false', `core.hooksPath=${devNull}`, 'protocol.allow=never'].flatMap(
          (setting) => ['-c', setting],
        ),
        ...args,
      ],
      cwd: root,
      env: {
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: devNull,
        GIT_TERMINAL_PROMPT: '0',
        GIT_NO_LAZY_FETCH: '1',
        GIT_OPTIONAL_LOCKS: '0',
      },
      timeoutMs: 120_000,
      outputLimitBytes: limit,
      ...(input !== undefined && { input }),
      ...(options.signal && { signal: options.signal }),
    });
    options.signal?.throwIfAborted();
    if (result.timedOut) throw failed('git took more than two minutes.');
    if (result.code !== 0)
      throw failed(`git cannot read ${root}: ${result.stderr.trim().split('\n')[0] ?? ''}.`);
    return { output: result.stdout, truncated: result.truncated };
  };
}
