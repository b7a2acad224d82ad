/**
 * Characters that show nothing or change the order of what is shown (Trojan Source, CVE-2021-42574):
 * controls except tab and line feed, soft hyphen, bidirectional marks, zero-width and other invisible
 * characters, interlinear annotations, tags and the variation selectors that hide data.
 */
export const HIDDEN =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{E0000}-\u{E0FFF}]/gu;
/** Halves of a surrogate pair without the other half. */
export const LONE = /\p{Surrogate}/gu;

/** Whether a text holds an invisible character, or a control character other than tab and line feed. */
export function hasHidden(text: string): boolean {
  return text.search(HIDDEN) !== -1 || text.search(LONE) !== -1 || /[\r\u2028\u2029]/.test(text);
}
