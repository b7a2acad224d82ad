import semver from 'semver';
import { z } from 'zod';
import { type Advisory, cweNumbers, oneLine, severityOf, webAddress } from './advisory.js';

/** The part of an OSV record that is used (https://ossf.github.io/osv-schema/). */
const record = z.object({
  id: z.string().min(1).max(100),
  modified: z.string(),
  withdrawn: z.string().nullish(),
  aliases: z.array(z.string()).nullish(),
  summary: z.string().nullish(),
  details: z.string().nullish(),
  affected: z
    .array(
      z.object({
        package: z.object({ ecosystem: z.string(), name: z.string() }).nullish(),
        ranges: z
          .array(
            z.object({
              type: z.string(),
              events: z.array(z.record(z.string(), z.unknown())).nullish(),
            }),
          )
          .nullish(),
        versions: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
  references: z.array(z.object({ type: z.string(), url: z.string() })).nullish(),
  database_specific: z
    .object({ severity: z.unknown().optional(), cwe_ids: z.unknown().optional() })
    .nullish(),
});

/** A record that was read: its advisories, one for each npm package it names. */
export interface OsvRecord {
  readonly id: string;
  /** ISO 8601. */
  readonly modified: string;
  readonly withdrawn: boolean;
  readonly advisories: readonly Advisory[];
}

/** Reads an OSV record; `undefined` when it is none. */
export function readOsvRecord(value: unknown): OsvRecord | undefined {
  const read = record.safeParse(value);
  if (!read.success || Number.isNaN(Date.parse(read.data.modified))) return undefined;
  const { id, modified, withdrawn, aliases, summary, details, affected, references } = read.data;
  const marks = read.data.database_specific;
  const advisory = webAddress(references?.find(({ type }) => type === 'ADVISORY')?.url);
  const malicious = id.startsWith('MAL-');
  const shared = {
    id,
    aliases: (aliases ?? []).slice(0, 20),
    title: oneLine(summary) || oneLine(details) || id,
    severity: malicious ? 'critical' : severityOf(marks?.severity),
    url: id.startsWith('GHSA-') ? `https://github.com/advisories/${id}` : advisory,
    cwe: cweNumbers(marks?.cwe_ids),
  } as const;
  const byPackage = new Map<string, { ranges: string[]; versions: string[] }>();
  for (const { package: of, ranges, versions } of affected ?? []) {
    if (of?.ecosystem.toLowerCase() !== 'npm') continue;
    const all = byPackage.get(of.name) ?? { ranges: [], versions: [] };
    byPackage.set(of.name, all);
    for (const { type, events } of ranges ?? [])
      if (type === 'SEMVER' || type === 'ECOSYSTEM') all.ranges.push(...intervals(events ?? []));
    all.versions.push(...(versions ?? []));
    // A record of the whole package without a range: all of it is meant.
    if (!ranges?.length && !versions?.length) all.ranges.push('*');
  }
  return {
    id,
    modified: new Date(modified).toISOString(),
    withdrawn: withdrawn !== undefined && withdrawn !== null,
    advisories: [...byPackage].map(([name, { ranges, versions }]) => ({
      ...shared,
      package: name,
      range: [...new Set(ranges)].join(' || '),
      ...(versions.length > 0 && { versions: [...new Set(versions)] }),
    })),
  };
}

const FIRST = '0.0.0-0';

/** Events of a range as intervals, as the schema evaluates them: sorted by version, `introduced` opens, others close. */
function intervals(events: readonly Record<string, unknown>[]): string[] {
  const marks = events
    .flatMap((event) =>
      (['introduced', 'fixed', 'last_affected'] as const).flatMap((kind) => {
        const at = event[kind];
        if (typeof at !== 'string') return [];
        const version = at === '0' ? FIRST : semver.valid(at, { loose: true });
        // An unreadable end leaves the range open, an unreadable beginning begins at the first version.
        if (version === null) return kind === 'introduced' ? [{ kind, version: FIRST }] : [];
        return [{ kind, version }];
      }),
    )
    .toSorted(
      (a, b) =>
        semver.compare(a.version, b.version) ||
        Number(a.kind === 'introduced') - Number(b.kind === 'introduced'),
    );
  const found: string[] = [];
  let from: string | undefined;
  for (const { kind, version } of marks) {
    if (kind === 'introduced') from ??= version;
    else if (from !== undefined) {
      found.push(`>=${from} ${kind === 'fixed' ? '<' : '<='}${version}`);
      from = undefined;
    }
  }
  if (from !== undefined) found.push(`>=${from}`);
  return found;
}
