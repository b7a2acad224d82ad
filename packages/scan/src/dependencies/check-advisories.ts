import { createHash } from 'node:crypto';
import { type Advisory, isAffected, vulnerabilityOf } from './advisory.js';
import { readArchive } from './archive.js';
import type { AuditNetwork } from './ask-json.js';
import type {
  AdvisorySource,
  AdvisorySourceKind,
  AdvisoryVerdict,
  PackageVersion,
  Vulnerability,
} from './audit-result.js';
import { askNpmBulk } from './npm-bulk.js';
import { askOsv } from './osv-service.js';
import { keyOf } from './provider.js';
import { seedAdvisories } from './seed.js';
import { keepAnswers, readAnswers } from './stored-answers.js';

/** Days; what is known of vulnerabilities changes daily. */
export const LIMIT_DAYS = 7;
const DAY = 86_400_000;

/** Where advisories may come from. */
export interface AdvisoryOptions {
  /** Absent: nobody is asked over the network. */
  readonly network?: AuditNetwork | undefined;
  /** Whose kept answers count: that of `network`, else the public one. */
  readonly registry?: string | undefined;
  /** The same for OSV. */
  readonly osv?: string | undefined;
  /** Absolute; where answers and the archive are kept. Absent: nothing is kept and nothing is read. */
  readonly directory?: string | undefined;
  /** Days that data may be old; default 7. */
  readonly limitDays?: number | undefined;
  /** Default: now. */
  readonly now?: Date | undefined;
}

interface Answer {
  readonly kind: AdvisorySourceKind;
  readonly asOf: string;
  readonly advisories: readonly Advisory[];
}

/** What was found, package by package. */
export interface CheckedAdvisories {
  /** By `name@version`; absent where no complete source answered. */
  readonly checkedBy: ReadonlyMap<string, AdvisorySourceKind>;
  /** By `name@version`. */
  readonly vulnerabilities: ReadonlyMap<string, readonly Vulnerability[]>;
  readonly verdict: AdvisoryVerdict;
}

/**
 * Checks packages against what is known: the registry, then OSV, then what is kept on this disk (earlier answers or an
 * archive, whichever is newer), then the seed. A package that one source answered for is not asked of the next.
 *
 * @param packages those of a registry; `apart` is the number of others, of which no source can say anything
 * @throws the reason of the network's signal
 */
export async function checkAdvisories(
  packages: readonly PackageVersion[],
  options: AdvisoryOptions,
  apart = 0,
): Promise<CheckedAdvisories> {
  const now = options.now ?? new Date();
  const unique = [...new Map(packages.map((one) => [keyOf(one), one])).values()].toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  );
  const answers = new Map<string, Answer>();
  const notes: string[] = [];
  const archive = await askInOrder(unique, options, now, answers, notes);
  const seed = seedAdvisories();
  const open = unique.filter((one) => !answers.has(keyOf(one)));
  const guesses = new Map<string, Answer>(
    open.flatMap((one) => {
      const known = (seed.byPackage.get(one.name) ?? []).filter((each) =>
        isAffected(each, one.version),
      );
      const partial = archive?.complete === false ? affecting(archive.byPackage, one) : [];
      const advisories = [...partial, ...known];
      if (advisories.length === 0) return [];
      const kind = partial.length > 0 ? 'archive' : 'seed';
      const asOf = (kind === 'archive' ? archive?.asOf : undefined) ?? seed.asOf;
      return [[keyOf(one), { kind, asOf, advisories } as const]];
    }),
  );
  const all = new Map([...answers, ...guesses]);
  const vulnerabilities = new Map(
    unique.flatMap((one) => {
      const found = all.get(keyOf(one));
      if (!found || found.advisories.length === 0) return [];
      return [[keyOf(one), vulnerabilitiesOf(one, found)] as const];
    }),
  );
  const checked = packages.filter((one) => answers.has(keyOf(one))).length;
  const sources = sourcesOf(all, { archive: archive?.digest, seed: seed.digest });
  const verdict = judge({
    checked,
    total: packages.length + apart,
    apart,
    vulnerable: packages.filter((one) => vulnerabilities.has(keyOf(one))).length,
    dates: [...answers.values()].map(({ asOf }) => asOf),
    now,
    limitDays: options.limitDays ?? LIMIT_DAYS,
    sources,
    notes,
  });
  return {
    checkedBy: new Map([...answers].map(([key, { kind }]) => [key, kind])),
    vulnerabilities,
    verdict,
  };
}

const affecting = (
  byPackage: ReadonlyMap<string, readonly Advisory[]>,
  { name, version }: PackageVersion,
): Advisory[] => (byPackage.get(name) ?? []).filter((one) => isAffected(one, version));

/** Each id once, sorted; sources tell of the same flaw under several records. */
function vulnerabilitiesOf({ version }: PackageVersion, answer: Answer): Vulnerability[] {
  const byId = new Map(
    answer.advisories.map((one) => [one.id, vulnerabilityOf(one, version, answer.kind)]),
  );
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function askInOrder(
  packages: readonly PackageVersion[],
  options: AdvisoryOptions,
  now: Date,
  answers: Map<string, Answer>,
  notes: string[],
) {
  const { network, directory } = options;
  const open = () => packages.filter((one) => !answers.has(keyOf(one)));
  const services = [
    ['npm', askNpmBulk, network?.registry ?? options.registry ?? DEFAULT_ADDRESS.npm],
    ['osv', askOsv, network?.osv ?? options.osv ?? DEFAULT_ADDRESS.osv],
  ] as const;
  for (const [kind, ask, address] of services) {
    const left = open();
    if (!network || left.length === 0) continue;
    const { answered, problems } = await ask(left, network);
    notes.push(...problems);
    for (const [key, advisories] of answered)
      answers.set(key, { kind, asOf: now.toISOString(), advisories });
    if (directory !== undefined && answered.size > 0)
      await keepAnswers(directory, kind, address, answered, now);
  }
  if (directory === undefined) return undefined;
  const archive = await readArchive(directory);
  const left = open();
  if (left.length === 0) return archive;
  if (archive?.complete === false)
    notes.push(
      `The archive holds ${archive.records} records, which is a part of what is known; it cannot say that a package has no advisory.`,
    );
  const kept = await Promise.all(
    services.map(async ([kind, , address]) => ({
      kind,
      stored: await readAnswers(directory, kind, address),
    })),
  );
  for (const one of left) {
    const key = keyOf(one);
    const candidates: Answer[] = kept.flatMap(({ kind, stored }) => {
      const found = stored.get(key);
      return found ? [{ kind, ...found }] : [];
    });
    if (archive?.complete)
      candidates.push({
        kind: 'archive',
        asOf: archive.asOf,
        advisories: affecting(archive.byPackage, one),
      });
    const [newest] = candidates.toSorted((a, b) => Date.parse(b.asOf) - Date.parse(a.asOf));
    if (newest) answers.set(key, newest);
  }
  return archive;
}

/** Who is asked when nobody is named. */
export const DEFAULT_ADDRESS = {
  npm: 'https://registry.npmjs.org',
  osv: 'https://api.osv.dev',
} as const;

function sourcesOf(
  all: ReadonlyMap<string, Answer>,
  digests: { readonly archive: string | undefined; readonly seed: string },
): AdvisorySource[] {
  return (['npm', 'osv', 'archive', 'seed'] as const).flatMap((kind) => {
    const rows = [...all].filter(([, one]) => one.kind === kind);
    const [first] = rows;
    if (!first) return [];
    const used = rows.map(([key, { advisories }]) => [key, advisories]);
    const digest =
      (kind === 'archive' || kind === 'seed' ? digests[kind] : undefined) ??
      createHash('sha256').update(JSON.stringify(used)).digest('hex');
    return [
      { kind, digest, asOf: oldest(rows.map(([, { asOf }]) => asOf)), packages: rows.length },
    ];
  });
}

const oldest = (dates: readonly string[]): string =>
  dates.reduce((a, b) => (Date.parse(a) <= Date.parse(b) ? a : b));

interface Counted {
  readonly checked: number;
  readonly total: number;
  readonly apart: number;
  readonly vulnerable: number;
  readonly dates: readonly string[];
  readonly now: Date;
  readonly limitDays: number;
  readonly sources: readonly AdvisorySource[];
  readonly notes: readonly string[];
}

function judge(counted: Counted): AdvisoryVerdict {
  const { checked, total, apart, vulnerable, dates, now, limitDays, sources, notes } = counted;
  const asOf = dates.length > 0 ? oldest(dates) : undefined;
  const newest = Math.max(...dates.map((date) => Date.parse(date)));
  const ageDays =
    asOf === undefined ? undefined : Math.floor((now.getTime() - Date.parse(asOf)) / DAY);
  // A clock that is wrong by a day happens; data from further ahead says that one of both is not to be trusted.
  const ahead = dates.length > 0 && newest - now.getTime() > DAY;
  const stale = ageDays !== undefined && (ageDays > limitDays || ahead);
  const full = checked === total;
  const answer = vulnerable > 0 ? 'vulnerable' : full && !stale ? 'clean' : 'unknown';
  const count = `Checked ${checked} of ${total} packages`;
  const data =
    asOf === undefined || ageDays === undefined
      ? total === 0
        ? '.'
        : ': no complete data.'
      : ` against data of ${asOf.slice(0, 10)}, ${Math.max(0, ageDays)} days old, limit ${limitDays}${ahead ? ': dated in the future' : stale ? ': stale' : ''}.`;
  return {
    answer,
    sentence: `${count}${data}${vulnerable > 0 ? ` ${vulnerable} vulnerable.` : ''}`,
    coverage: { checked, total },
    asOf,
    ageDays: ageDays === undefined ? undefined : Math.max(0, ageDays),
    limitDays,
    stale,
    sources,
    notes: [
      ...notes,
      ...(apart > 0
        ? [`${apart} packages are from no registry that was asked; nothing is known of them.`]
        : []),
    ],
  };
}
