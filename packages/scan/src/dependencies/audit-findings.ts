import type { Finding } from '../finding.js';
import { fingerprints } from '../fingerprint.js';
import { lineIndex } from '../line-index.js';
import type { Severity } from '../rules/rule.js';
import type { AuditedPackage, DependencyCheck, Vulnerability } from './audit-result.js';
import { DEPENDENCY_RULES, type DependencyRuleName } from './dependency-rules.js';

const RULES = new Map(DEPENDENCY_RULES.map((rule) => [rule.name, rule]));
const RANK = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/** Which rule a failed check breaks. */
const RULE_OF: Readonly<Record<Exclude<DependencyCheck, 'vulnerabilities'>, DependencyRuleName>> = {
  exists: 'missing-package',
  pinned: 'unpinned-package',
  source: 'foreign-source',
  'install-scripts': 'dependency-install-script',
  'native-code': 'dependency-native-code',
  licence: 'no-licence',
  name: 'lookalike-name',
  age: 'young-version',
  deprecation: 'deprecated-package',
  provenance: 'provenance-lost',
};

interface Row {
  readonly rule: DependencyRuleName;
  readonly severity?: Severity;
  readonly subject: string;
  readonly location: string;
  readonly message: string;
  readonly cwe?: readonly number[];
}

/** The findings of an audit, each at the line of the lockfile where the package stands; the worst first. */
export function auditFindings(
  lockfile: { readonly path: string; readonly text: string },
  packages: readonly AuditedPackage[],
  outOfStep: readonly string[],
): Finding[] {
  const rows: Row[] = [
    ...packages.flatMap(rowsOf),
    ...outOfStep.map((wanted) => ({
      rule: 'lockfile-out-of-step' as const,
      subject: wanted,
      location: '',
      message: `The lockfile does not have ${wanted}, which package.json asks for.`,
    })),
  ];
  const places = lockfile.path.endsWith('.json')
    ? placesIn(lockfile.text)
    : placesOfKeys(lockfile.text);
  const index = lineIndex(lockfile.text);
  const made = rows
    .map((row) => {
      const rule = RULES.get(row.rule);
      if (!rule) throw new Error(`There is no rule ${row.rule}.`);
      const { start, end } = places.get(row.location) ?? { start: 0, end: 0 };
      const [from, to] = [index.at(start), index.at(end)];
      return {
        subject: `${row.subject}\0${row.message}`,
        finding: {
          id: rule.id,
          rule: rule.name,
          severity: row.severity ?? rule.severity,
          message: row.message,
          cwe: row.cwe ?? rule.cwe,
          path: lockfile.path,
          line: from.line,
          column: from.column,
          endLine: to.line,
          endColumn: to.column,
        },
      };
    })
    .toSorted(
      (a, b) =>
        RANK[a.finding.severity] - RANK[b.finding.severity] ||
        a.finding.line - b.finding.line ||
        (a.finding.id < b.finding.id ? -1 : a.finding.id > b.finding.id ? 1 : 0) ||
        (a.finding.message < b.finding.message ? -1 : 1),
    );
  const marks = fingerprints(
    made.map(({ finding, subject }) => ({ rule: finding.id, path: finding.path, text: subject })),
  );
  return made.map(({ finding }, at) => ({ ...finding, fingerprint: marks[at] ?? '' }));
}

function rowsOf(one: AuditedPackage): Row[] {
  const subject = `${one.name}@${one.version}`;
  const { location } = one;
  const way = one.path.length > 1 ? `, by way of ${one.path.slice(0, -1).join(' > ')}` : '';
  const checks = (Object.keys(RULE_OF) as (keyof typeof RULE_OF)[]).flatMap((check): Row[] => {
    const { status, detail } = one.checks[check];
    if (status !== 'fail') return [];
    const rule = ruleFor(check, detail ?? '');
    const title = RULES.get(rule)?.title ?? '';
    return [{ rule, subject, location, message: `${title}: ${subject} (${detail})${way}.` }];
  });
  return [...one.vulnerabilities.map((flaw) => vulnerabilityRow(one, flaw, way)), ...checks];
}

function ruleFor(check: keyof typeof RULE_OF, detail: string): DependencyRuleName {
  if (check === 'source' && detail.startsWith('another registry')) return 'other-registry';
  if (check === 'pinned' && detail.startsWith('another digest')) return 'digest-mismatch';
  return RULE_OF[check];
}

function vulnerabilityRow(one: AuditedPackage, flaw: Vulnerability, way: string): Row {
  const subject = `${one.name}@${one.version}`;
  const fix = flaw.fixed === undefined ? 'no fixed version is known' : `fixed in ${flaw.fixed}`;
  const use = one.imported === true ? '; the plugin imports it' : '';
  return {
    rule: flaw.malicious ? 'malicious-dependency' : 'vulnerable-dependency',
    severity: flaw.malicious ? 'critical' : flaw.severity,
    subject,
    location: one.location,
    message: `${subject}: ${flaw.title} (${flaw.id}, ${fix}${use})${way}.`,
    ...(flaw.cwe.length > 0 && { cwe: flaw.cwe }),
  };
}

/** Where each package stands in the text of a lockfile of version 2 or 3: its key. */
function placesIn(text: string): Map<string, { start: number; end: number }> {
  const places = new Map<string, { start: number; end: number }>();
  for (const match of text.matchAll(
    /^ *\t*("(?:[^"\\\n]|\\.)*node_modules\/(?:[^"\\\n]|\\.)*")\s*:\s*\{/gm,
  )) {
    const [whole, key = ''] = match;
    const start = match.index + whole.indexOf(key);
    let name: string;
    try {
      name = JSON.parse(key) as string;
    } catch {
      continue;
    }
    if (!places.has(name)) places.set(name, { start, end: start + key.length });
  }
  return places;
}

/** Where each key of `yarn.lock`, `pnpm-lock.yaml` or `bun.lock` stands; of a list of keys the first. */
function placesOfKeys(text: string): Map<string, { start: number; end: number }> {
  const places = new Map<string, { start: number; end: number }>();
  const bun = text.startsWith('{');
  const key = bun
    ? /^ +"([^"\n]+)": \[/gm
    : /^ *(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"':,#][^\s,]*?))(?:,|:)/gm;
  for (const match of text.matchAll(key)) {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    const start = match.index + match[0].indexOf(name);
    if (!places.has(name)) places.set(name, { start, end: start + name.length });
  }
  return places;
}
