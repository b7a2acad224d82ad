import type { Statement } from '../envelope/statement.js';
import { levelNames } from '../policy/policy.js';
import { escapeText } from './escape.js';
import { levelColours } from './colours.js';

/** Widths of the letters of Verdana at 11 px are near 6.6; the text is fitted into what is reserved. */
const letter = 6.7;

/** A badge for a README: the level, and until when it holds. SVG without scripts, fonts or links. */
export function certificateBadge({ predicate }: Statement): string {
  const { level, expiresAt } = predicate.plugwright_certificate;
  const left = 'plugwright';
  const right = level === null ? 'no level' : `${level} ${levelNames[level]}`;
  const title = `${predicate.resourceUri}: ${right}, until ${expiresAt.slice(0, 10)}`;
  const widths = [left, right].map((text) => Math.round(text.length * letter) + 12) as [
    number,
    number,
  ];
  const whole = widths[0] + widths[1];
  const text = (content: string, x: number, width: number) =>
    `<text x="${x}" y="14" textLength="${width - 12}" lengthAdjust="spacingAndGlyphs">${escapeText(content)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${whole}" height="20" role="img" aria-label="${escapeText(title)}"><title>${escapeText(title)}</title><clipPath id="r"><rect width="${whole}" height="20" rx="4"/></clipPath><g clip-path="url(#r)"><rect width="${widths[0]}" height="20" fill="#2b2f36"/><rect x="${widths[0]}" width="${widths[1]}" height="20" fill="${levelColours[level ?? 'none']}"/></g><g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(left, widths[0] / 2, widths[0])}${text(right, widths[0] + widths[1] / 2, widths[1])}</g></svg>\n`;
}
