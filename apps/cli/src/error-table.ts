import { type Diagnostic, ERROR_CODES, type ErrorCode, PlugwrightError } from '@plugwright/errors';
import { closest } from '@plugwright/spec';
import { exitCode } from './exit-code.js';

export { closest, PlugwrightError };

/** Every code with its row, in the order of the table. */
export const errorTable: ReadonlyMap<string, ErrorCode> = new Map(Object.entries(ERROR_CODES));

/** The exit status that belongs to `code`; a code that is not in the table is our fault. */
export const exitOf = (code: string): number => errorTable.get(code)?.exit ?? exitCode.fault;

/** The exit status for findings that stopped a command: that of the first error. */
export function exitOfFirst(diagnostics: readonly Diagnostic[]): number {
  const first = diagnostics.find((one) => one.severity === 'error');
  return first === undefined ? exitCode.usage : exitOf(first.code);
}
