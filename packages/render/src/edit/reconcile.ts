import type { Diagnostic } from '@plugwright/errors';
import type { FileTree, PluginFile } from '../file-tree.js';
import type { Manifest, ManifestEntry } from '../manifest.js';
import { mergeText } from '../merge-text.js';
import { textDigest } from '../tree-digest.js';
import { EditRefused, note, problem } from './problem.js';
import type { Sources } from './sources.js';
import { lineEnding, withEol } from './text-style.js';

/** What was not brought up to date, because it is a text for people and somebody changed the same lines. */
export interface Reconciled {
  diagnostics: Diagnostic[];
  /** Their entries in the manifest stay as they were, so that a later run tries again. */
  kept: string[];
}

/**
 * Writes the files of `tree` that are new or that changed since `manifest`, each by its owner's rule. A file
 * that somebody changed is left alone as long as we have nothing new for it; otherwise it is merged when it
 * is shared, and the edit is refused when it is ours. Files named in `apart` are written by somebody else.
 */
export function reconcile(
  sources: Sources,
  tree: FileTree,
  manifest: Manifest | undefined,
  apart: ReadonlySet<string>,
  eol: '\n' | '\r\n',
): Reconciled {
  const result: Reconciled = { diagnostics: [], kept: [] };
  for (const file of tree) {
    const { path, text, owner } = file;
    if (apart.has(path)) continue;
    const there = sources.text(path);
    const known = manifest?.files[path];
    if (there === undefined) {
      // A scaffold that was written once and then removed stays removed.
      if (!(known && owner === 'scaffold')) sources.write(path, withEol(text, eol));
      continue;
    }
    const plain = withEol(there, '\n');
    if (plain === text || (known && (owner === 'scaffold' || isKnown(known, text)))) continue;
    const next = known && isKnown(known, plain) ? text : merged(file, plain, known);
    if (next !== undefined) {
      if (next !== plain) sources.write(path, withEol(next, lineEnding(there)));
    } else if (known && path.endsWith('.md')) {
      result.kept.push(path);
      result.diagnostics.push(
        note(
          'PW_EDIT_NOT_MERGED',
          `${path} was left as it is: its changed lines are those that the new component changes.`,
          'Describe the new component there by hand.',
          path,
        ),
      );
    } else {
      throw refused(path, known !== undefined);
    }
  }
  return result;
}

/** The changes of both sides; `undefined` when they touch the same lines, or when the file is not shared. */
function merged(
  { owner, text }: PluginFile,
  there: string,
  known: ManifestEntry | undefined,
): string | undefined {
  if (owner !== 'merged' || known?.base === undefined) return undefined;
  const result = mergeText(known.base, there, text);
  return result.ok ? result.text : undefined;
}

/**
 * True when `text` is what we rendered the last time. The digest of a merged file is that of the merged
 * result, so there its base is what counts.
 */
export const isKnown = (known: ManifestEntry, text: string): boolean =>
  known.owner === 'merged' ? known.base === text : known.digest === textDigest(text);

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
