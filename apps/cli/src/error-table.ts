import { ERROR_CODES, type ErrorCode, PlugwrightError } from '@plugwright/spec';

export { PlugwrightError };

/** Every code with its row, in the order of the table. */
export const errorTable: ReadonlyMap<string, ErrorCode> = new Map(Object.entries(ERROR_CODES));

/** The exit status that belongs to `code`; `undefined` for a code that is not in the table. */
export const exitOf = (code: string): number | undefined => errorTable.get(code)?.exit;
