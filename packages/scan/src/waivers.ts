import { PlugwrightError } from '@plugwright/errors';
import { readDocument } from '@plugwright/spec';
import type { Finding } from './finding.js';

/** One accepted finding; kept in a file outside the scanned code. */
export interface Waiver {
  /** `PW-S-101` or the fingerprint of one finding. */
  readonly rule: string;
  readonly path?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly reason: string;
  readonly author: string;
  /** `YYYY-MM-DD`; the last day it holds. */
  readonly expires: string;
}

const invalid = (message: string): PlugwrightError =>
  new PlugwrightError({
    code: 'PW_SCAN_WAIVERS',
    message,
    hint: 'A waiver has rule, reason, author and expires (YYYY-MM-DD), and path or fingerprint where it is meant for one place.',
  });

/**
 * Reads a file of waivers, YAML or JSON: `waivers: [{ rule, path?, fingerprint?, reason, author, expires }]`.
 *
 * @throws PlugwrightError `PW_SCAN_WAIVERS` when a waiver lacks a reason, an author or a date.
 */
export function parseWaivers(text: string, file = 'waivers.yaml'): Waiver[] {
  const { value, diagnostics } = readDocument(text, { source: file });
  if (diagnostics.some((one) => one.severity === 'error'))
    throw invalid(`${file} is not valid YAML or JSON.`);
  const rows = Array.isArray(value) ? value : (value as { waivers?: unknown } | undefined)?.waivers;
  if (!Array.isArray(rows)) throw invalid(`${file} holds no list of waivers.`);
  return rows.map((row: unknown, index) => {
    const given = (typeof row === 'object' && row !== null ? row : {}) as Record<string, unknown>;
    const field = (name: string): string => {
      const found = given[name];
      const content = found instanceof Date ? found.toISOString().slice(0, 10) : found;
      if (typeof content !== 'string' || content.trim() === '')
        throw invalid(`Waiver ${index + 1} of ${file} has no ${name}.`);
      return content;
    };
    const expires = field('expires');
    if (!/^\d{4}-\d{2}-\d{2}$/.test(expires) || Number.isNaN(Date.parse(expires)))
      throw invalid(`Waiver ${index + 1} of ${file} expires on no date: ${expires}.`);
    return {
      rule: field('rule'),
      reason: field('reason'),
      author: field('author'),
      expires,
      path: given.path === undefined ? undefined : field('path'),
      fingerprint: given.fingerprint === undefined ? undefined : field('fingerprint'),
    };
  });
}

/** Marks findings that a waiver covers on the given day; one that has run out covers nothing. */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  today: Date,
): Finding[] {
  const day = today.toISOString().slice(0, 10);
  return findings.map((finding) => {
    const waiver = waivers.find(
      (one) =>
        (one.rule === finding.id || one.rule === finding.rule) &&
        (one.path === undefined || one.path === finding.path) &&
        (one.fingerprint === undefined || one.fingerprint === finding.fingerprint) &&
        one.expires >= day,
    );
    if (!waiver) return finding;
    const { reason, author, expires } = waiver;
    return { ...finding, waived: { reason, author, expires } };
  });
}
