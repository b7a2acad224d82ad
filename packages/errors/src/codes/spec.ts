import { type ErrorCodes, input } from '../error-code.js';

/** Codes of the spec: shape, names, what belongs together. */
export const SPEC_CODES = {
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
} as const satisfies ErrorCodes;
