import { constants } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { callers, type CapabilityLog } from './capability-log.js';
import { wrap } from './wrap.js';

/** Calls whose first argument is a path that is read. */
const reading = [
  'access',
  'createReadStream',
  'exists',
  'lstat',
  'opendir',
  'readFile',
  'readdir',
  'readlink',
  'realpath',
  'stat',
  'statfs',
  'watch',
  'watchFile',
];
/** Calls whose first argument is a path that is changed. */
const writing = [
  'appendFile',
  'chmod',
  'chown',
  'createWriteStream',
  'lchown',
  'lutimes',
  'mkdir',
  'rm',
  'rmdir',
  'truncate',
  'unlink',
  'utimes',
  'writeFile',
];
/** Calls with two paths, and what happens to each. */
const both: [string, 'read' | 'write', 'read' | 'write'][] = [
  ['copyFile', 'read', 'write'],
  ['cp', 'read', 'write'],
  ['link', 'read', 'write'],
  ['rename', 'write', 'write'],
  ['symlink', 'read', 'write'],
];

/** Notes the files that the plugin asks for: calls with a frame of it on the stack, loading of modules left out. */
export function observeFiles(log: CapabilityLog): void {
  const fs = createRequire(import.meta.url)('node:fs') as Record<string, unknown> & {
    promises: object;
  };
  const note = (path: unknown, access: 'read' | 'write') => {
    const text = pathText(path);
    if (text !== undefined) log.note({ kind: 'file', path: log.shownPath(text), access });
  };
  const watch = (
    name: string,
    judge: (args: readonly unknown[]) => void,
    after?: (result: unknown) => void,
  ) => {
    for (const [target, method] of [
      [fs, name],
      [fs, `${name}Sync`],
      [fs.promises, name],
    ] as const) {
      wrap(
        target,
        method,
        (args, _self, hook) => {
          if (fromPlugin(callers(hook), log)) judge(args);
        },
        after,
      );
    }
  };
  for (const name of reading) watch(name, ([path]) => note(path, 'read'));
  for (const name of writing) watch(name, ([path]) => note(path, 'write'));
  // Its name ends by chance, and would be another one in every run.
  watch(
    'mkdtemp',
    ([prefix]) => note(`${String(prefix)}XXXXXX`, 'write'),
    (made) => {
      if (made instanceof Promise) made.then(log.temporary, () => {});
      else log.temporary(made);
    },
  );
  for (const [name, first, second] of both) {
    watch(name, ([from, to]) => {
      note(from, first);
      note(to, second);
    });
  }
  watch('open', ([path, flags]) => note(path, opensToWrite(flags) ? 'write' : 'read'));
}

/** Descriptors are no paths: they were opened before. */
function pathText(path: unknown): string | undefined {
  if (typeof path === 'string') return path;
  if (path instanceof URL) return fileURLToPath(path);
  return Buffer.isBuffer(path) ? path.toString() : undefined;
}

function opensToWrite(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0;
  return typeof flags === 'string' && /[wa+]/.test(flags);
}

/** The nearest frame that tells: of what loads modules, or of the plugin. */
function fromPlugin(frames: readonly string[], log: CapabilityLog): boolean {
  const at = frames.findIndex(log.isPlugin);
  return at >= 0 && !frames.slice(0, at).some((frame) => loader.test(frame));
}

const loader = /node:internal\/modules\/|\/node_modules\/(?:vitest|@vitest\/[^/]+|vite)\//;
