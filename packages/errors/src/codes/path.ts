import { type ErrorCodes, input } from '../error-code.js';

/** Codes of paths inside a plugin. */
export const PATH_CODES = {
  PW_PATH_EMPTY: input('A file path is empty.', 'Give a relative path such as src/index.ts.'),
  PW_PATH_TOO_LONG: input('A file path is too long.', 'Shorten it.'),
  PW_PATH_ABSOLUTE: input('A file path is absolute.', 'Give a path relative to the plugin.'),
  PW_PATH_TRAVERSAL: input(
    'A file path leads out of its directory.',
    'Give a path without "." and ".." segments.',
  ),
  PW_PATH_ENCODED: input('A file path holds URL escapes.', 'Write the characters themselves.'),
  PW_PATH_CHARACTER: input(
    'A file path holds a character that some file systems refuse or hide.',
    'Use letters, digits, dots, hyphens and underscores.',
  ),
  PW_PATH_UNICODE: input(
    'A file path holds characters that a file system may turn into others.',
    'Use plain letters in normal form (NFKC).',
  ),
  PW_PATH_DEVICE: input('A file path names a Windows device.', 'Choose another file name.'),
  PW_PATH_TRAILING: input(
    'A part of a file path ends with a dot or a space.',
    'Remove it; Windows drops it silently.',
  ),
  PW_PATH_RESERVED: input(
    'A file path leads into the data of version control.',
    'Choose another directory.',
  ),
  PW_PATH_SYMLINK: input(
    'A file path leads through a link out of its directory.',
    'Remove the link, or choose another directory.',
  ),
} as const satisfies ErrorCodes;
