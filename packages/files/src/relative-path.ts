import type { Diagnostic } from '@plugwright/errors';
import { hasHidden } from './hidden-characters.js';

const MAX_PATH = 400;
const MAX_SEGMENT = 200;

/** Windows gives these to devices, whatever the extension (learn.microsoft.com, "Naming Files, Paths, and Namespaces"). */
export const WINDOWS_DEVICE =
  /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * Why `path` may not name a file inside a plugin, by its text alone; `undefined` when it may. The rules
 * hold on every system: a path that is harmless here and not on Windows or macOS is refused here too.
 */
export function checkRelativePath(path: string): Diagnostic | undefined {
  const refuse = (code: string, message: string, hint: string): Diagnostic => ({
    code,
    severity: 'error',
    message: `${message}: ${JSON.stringify(path.slice(0, 200))}`,
    hint,
    path: '',
  });
  if (path.trim() === '')
    return refuse('PW_PATH_EMPTY', 'The path is empty', 'Give a path such as src/index.ts.');
  if (path.length > MAX_PATH || path.split('/').some((part) => part.length > MAX_SEGMENT))
    return refuse(
      'PW_PATH_TOO_LONG',
      `The path has more than ${MAX_PATH} characters, or a part of it more than ${MAX_SEGMENT}`,
      `Keep it below ${MAX_PATH} characters, each part below ${MAX_SEGMENT}.`,
    );
  if (/%[0-9a-f]{2}/i.test(path))
    return refuse(
      'PW_PATH_ENCODED',
      'The path holds URL escapes',
      'Write the characters themselves.',
    );
  // oxlint-disable-next-line no-control-regex
  if (hasHidden(path) || /[\u0000-\u001f]/.test(path))
    return refuse(
      'PW_PATH_CHARACTER',
      'The path holds an invisible or control character',
      'Type it again by hand.',
    );
  if (path.normalize('NFKC') !== path)
    return refuse(
      'PW_PATH_UNICODE',
      'The path holds characters that a file system may turn into others',
      `Write ${JSON.stringify(path.normalize('NFKC').slice(0, 100))} if it is a plain relative path.`,
    );
  if (/^(?:[/\\~]|[A-Za-z]:)/.test(path))
    return refuse(
      'PW_PATH_ABSOLUTE',
      'The path is absolute',
      'Give a path relative to the plugin, with "/" between its parts.',
    );
  if (/(?:^|[/\\])[. ]*\.\.[. ]*(?:[/\\]|$)|(?:^|[/\\])\.?(?:[/\\]|$)/.test(path))
    return refuse(
      'PW_PATH_TRAVERSAL',
      'The path has an empty, "." or ".." part',
      'Give a path without such parts.',
    );
  if (/[\\:*?"<>|]/.test(path))
    return refuse(
      'PW_PATH_CHARACTER',
      'The path holds a character that Windows refuses or gives a meaning',
      'Use letters, digits, ".", "-" and "_", with "/" between the parts.',
    );
  for (const part of path.split('/')) {
    if (/[. ]$|^ /.test(part))
      return refuse(
        'PW_PATH_TRAILING',
        'A part of the path starts with a space, or ends with a dot or a space',
        'Remove it.',
      );
    if (WINDOWS_DEVICE.test(part))
      return refuse(
        'PW_PATH_DEVICE',
        'A part of the path is a Windows device',
        'Choose another name.',
      );
    // `GIT~1` is the short name that Windows gives to `.git` (CVE-2014-9390).
    if (/^(?:\.git|git~\d+)$/i.test(part))
      return refuse('PW_PATH_RESERVED', 'The path leads into .git', 'Choose another directory.');
  }
  return undefined;
}
