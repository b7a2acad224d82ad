import type { FileTree } from '../file-tree.js';
import type { Manifest } from '../manifest.js';
import { textDigest } from '../tree-digest.js';
import { EditRefused, problem } from './problem.js';
import type { Sources } from './sources.js';
import { lineEnding, withEol } from './text-style.js';

/**
 * Writes the files of `tree` that are new or that changed since `manifest`, each by its owner's rule. A file
 * that somebody changed is left alone as long as we have nothing new for it; otherwise the edit is refused.
 * Files named in `edited` are written by somebody else.
 */
export function reconcile(
  sources: Sources,
  tree: FileTree,
  manifest: Manifest | undefined,
  edited: ReadonlySet<string>,
  eol: '\n' | '\r\n',
): void {
  for (const { path, text, owner } of tree) {
    if (edited.has(path)) continue;
    const there = sources.text(path);
    const known = manifest?.files[path];
    if (there === undefined) {
      // A scaffold that was written once and then removed stays removed.
      if (!(known && owner === 'scaffold')) sources.write(path, withEol(text, eol));
      continue;
    }
    const plain = withEol(there, '\n');
    if (plain === text || known?.digest === textDigest(text)) continue;
    if (known && owner === 'scaffold') continue;
    if (known?.digest !== textDigest(plain)) throw refused(path, known !== undefined);
    sources.write(path, withEol(text, lineEnding(there)));
  }
}

function refused(path: string, ours: boolean): EditRefused {
  return new EditRefused(
    ours
      ? problem(
          'PW_EDIT_FILE_CHANGED',
          `${path} was changed by hand, and the new component needs another version of it.`,
          'Undo the change (or move it to a file of your own), then add again.',
          { file: path },
        )
      : problem(
          'PW_EDIT_FILE_EXISTS',
          `${path} exists already and was not made by Plugwright.`,
          'Rename it, or give the new component another name.',
          { file: path },
        ),
  );
}
