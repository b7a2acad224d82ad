import { type ErrorCodes, gate, input, row } from '../error-code.js';

/** Codes of the gates. */
export const VERIFY_CODES = {
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
  PW_VERIFY_STORE_CHANGED: input(
    'The dependency store is not what was installed.',
    'Run plugwright doctor --prepare; it is installed again.',
  ),
  PW_VERIFY_STORE_NPM: input('There is no npm beside Node.js.', 'Install Node.js with npm.'),
  PW_VERIFY_STORE_INSTALL: input(
    'npm could not install the store.',
    'Check the connection to the registry and try again.',
  ),
  PW_VERIFY_INTERNAL: row(3, 'A gate itself failed.', 'Report it with the message.'),
} as const satisfies ErrorCodes;
