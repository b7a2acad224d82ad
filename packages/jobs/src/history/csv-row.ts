/**
 * One line of RFC 4180. Text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab or carriage return in
 * front; OWASP, "CSV Injection") gets an apostrophe in front; numbers stay numbers.
 */
export const csvRow = (cells: readonly (string | number | undefined)[]): string =>
  `${cells.map(cell).join(',')}\r\n`;

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  // Full-width forms are turned into the usual ones by some spreadsheets.
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
