import { type ErrorCodes, input } from '../error-code.js';

/** Codes of YAML and JSON text. */
export const DOCUMENT_CODES = {
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
} as const satisfies ErrorCodes;
