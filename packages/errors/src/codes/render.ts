import { type ErrorCodes, input, row } from '../error-code.js';

/** Codes of rendering: all of them are faults of ours, except a component that is not there. */
export const RENDER_CODES = {
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
} as const satisfies ErrorCodes;
