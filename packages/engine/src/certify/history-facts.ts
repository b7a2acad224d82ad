import type { CertificateFacts } from '@plugwright/certify';
import { type Isolation, run } from '@plugwright/sandbox';
import { createWorkspace } from '@plugwright/verify';
import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Characters of a history that is looked at; a longer one is not judged. */
const historyLimit = 64 * 1024 * 1024;

/**
 * Secrets in earlier versions of a source, which everybody who clones it gets. git runs in the sandbox, as a repository
 * can name programs that git starts. `undefined` when there is a history that cannot be read whole.
 */
export async function historyFacts(
  directory: string,
  options: {
    isolation: Isolation;
    isSecret: (rule: string) => boolean;
    git?: string | undefined;
    signal?: AbortSignal | undefined;
  },
): Promise<CertificateFacts['history']> {
  const root = await repositoryOf(directory);
  if (root === undefined) return { commits: 0, secrets: [] };
  const gitDirectory = join(root, '.git');
  // A worktree or a submodule: the history is elsewhere.
  if (!(await stat(gitDirectory)).isDirectory()) return undefined;
  if (options.isolation.level !== 'sandbox') return undefined;
  const workspace = createWorkspace();
  try {
    const below = relative(root, directory);
    const result = await run({
      command: options.git ?? '/usr/bin/git',
      args: ({ path }) => [
        `--git-dir=${path(gitDirectory)}`,
        '-c',
        'safe.directory=*',
        'log',
        '--all',
        '--patch',
        '--unified=0',
        '--no-color',
        '--no-ext-diff',
        '--no-textconv',
        '--no-renames',
        '--format=commit %H',
        '--',
        ...(below === '' ? [] : [`:(top)${below}`]),
      ],
      workspace: workspace.root,
      readOnly: [gitDirectory],
      limits: { wallMs: 60_000, outputBytes: historyLimit, floodBytes: 2 * historyLimit },
      isolation: options.isolation,
      signal: options.signal,
    });
    if (result.code !== 0 || result.truncated) return undefined;
    const { commits, added } = addedLines(result.stdout);
    const { scanTree, treeOf } = await import('@plugwright/scan');
    const { findings } = await scanTree(treeOf(added), { signal: options.signal });
    return {
      commits,
      secrets: findings
        .filter(({ rule }) => options.isSecret(rule))
        .map(({ id, path, message }) => `${id} ${path.replace(/\.txt$/, '')} ${message}`),
    };
  } finally {
    workspace.remove();
  }
}

/** The directory that holds `.git`, here or above. */
async function repositoryOf(directory: string): Promise<string | undefined> {
  for (let at = directory; ; at = dirname(at)) {
    // Each depends on the one before.
    // oxlint-disable-next-line no-await-in-loop
    if (await stat(join(at, '.git')).catch(() => undefined)) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** What each commit added to each file, as texts that no reader takes for code. */
export function addedLines(log: string): { commits: number; added: [string, string][] } {
  const texts = new Map<string, string[]>();
  let commit = '';
  let path = '';
  let commits = 0;
  for (const line of log.split('\n')) {
    const head = /^commit (?<hash>[0-9a-f]{40,64})$/.exec(line)?.groups?.['hash'];
    if (head !== undefined) {
      commits += 1;
      commit = head.slice(0, 12);
      path = '';
    } else if (line.startsWith('+++ '))
      path = line
        .slice(4)
        .replace(/^"?b\//, '')
        .replace(/"$/, '');
    else if (line.startsWith('+') && path !== '' && path !== '/dev/null') {
      const name = `${commit}/${path}.txt`;
      const known = texts.get(name);
      if (known) known.push(line.slice(1));
      else texts.set(name, [line.slice(1)]);
    }
  }
  return { commits, added: [...texts].map(([name, lines]) => [name, lines.join('\n')]) };
}
