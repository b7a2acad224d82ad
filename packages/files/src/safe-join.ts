import { PlugwrightError } from '@plugwright/errors';
import { lstatSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { checkRelativePath } from './relative-path.js';

/**
 * The absolute path of `relativePath` below `root`. Links on the way are followed as far as they exist: one
 * that leads out of `root` is refused, and so is a link in the place of the file itself.
 *
 * @throws `PW_PATH_*`, see {@link checkRelativePath}; `PW_PATH_SYMLINK`.
 */
export function safeJoin(root: string, relativePath: string): string {
  const refused = checkRelativePath(relativePath);
  if (refused)
    throw new PlugwrightError({
      code: refused.code,
      message: refused.message,
      hint: refused.hint,
      diagnostics: [refused],
    });
  const start = resolve(root);
  const target = join(start, ...relativePath.split('/'));
  const realRoot = realOrSelf(start);
  let at = start;
  for (const part of relativePath.split('/')) {
    at = join(at, part);
    const found = lstatSync(at, { throwIfNoEntry: false });
    if (!found) break;
    if (!found.isSymbolicLink()) continue;
    const away = relative(realRoot, realOrSelf(at));
    if (at === target || away === '..' || away.startsWith(`..${sep}`) || resolve(away) === away)
      throw new PlugwrightError({
        code: 'PW_PATH_SYMLINK',
        message: `${JSON.stringify(relativePath)} leads through a symbolic link.`,
        hint: 'Remove the link, or choose another directory.',
      });
  }
  return target;
}

/** A link without a target counts as leading away: nobody knows what it will point to. */
function realOrSelf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? sep : path;
  }
}
