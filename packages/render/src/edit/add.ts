import { comparePaths } from '../tree-digest.js';
import { addToForeign } from './add-to-foreign.js';
import { addToOwn } from './add-to-own.js';
import type { AddOptions, AddRequest, EditedFile, EditPlan } from './edit-plan.js';
import { EditRefused, problem } from './problem.js';
import { isCode, openSources, type Sources } from './sources.js';
import { syntaxErrors } from './ts-morph.js';

/**
 * What it takes to put the components of `request.fragment` into a plugin that people have changed:
 * component files, import and list element, settings, a test. Pure: files in memory in, plan out.
 * Running it on its own result gives a plan that changes nothing. What cannot be done safely comes back
 * as an error diagnostic `PW_EDIT_*`, and then no file is changed at all.
 *
 * @param files path (relative to the plugin directory, `/` between segments) → text, at least of
 * `package.json`, `.env.example`, `plugwright.yaml`, `.plugwright/manifest.json` and all TypeScript files.
 */
export async function add(
  files: ReadonlyMap<string, string>,
  request: AddRequest,
  options: AddOptions = {},
): Promise<EditPlan> {
  const sources = openSources(files);
  try {
    const own = files.has('.plugwright/manifest.json') && files.has('plugwright.yaml');
    const diagnostics = await (own ? addToOwn : addToForeign)(sources, request, options);
    const changed = changesOf(files, sources);
    for (const file of changed) refuseBroken(file);
    return { files: changed, diagnostics, changed: changed.length > 0 };
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    return { files: [], diagnostics: [...error.diagnostics], changed: false };
  }
}

function changesOf(files: ReadonlyMap<string, string>, sources: Sources): EditedFile[] {
  return sources
    .paths()
    .flatMap((path): EditedFile[] => {
      const before = files.get(path);
      const after = sources.text(path) ?? '';
      if (before === undefined) return [{ path, after, kind: 'create' }];
      return before === after ? [] : [{ path, before, after, kind: 'edit' }];
    })
    .sort((a, b) => comparePaths(a.path, b.path));
}

/** An edit may not make a file worse: errors that were there before are not ours. New files went through the formatter. */
function refuseBroken({ path, before, after }: EditedFile): void {
  if (before === undefined || !isCode(path)) return;
  const errors = syntaxErrors(path, after);
  if (errors.length <= syntaxErrors(path, before).length) return;
  throw new EditRefused(
    problem(
      'PW_EDIT_BROKEN',
      `The edit would leave ${path} with a syntax error: ${errors[0] ?? ''}`,
      'This is a fault of ours; please report it with the file.',
      { file: path },
    ),
  );
}
