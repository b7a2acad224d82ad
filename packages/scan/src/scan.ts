import { readDocument } from '@plugwright/spec';
import type ts from 'typescript';
import type { Hit } from './code/analysis.js';
import type { Declared } from './code/declared.js';
import { isCode } from './code/program.js';
import { scanCode } from './code/scan-code.js';
import type { Finding, ScanResult } from './finding.js';
import { fingerprints } from './fingerprint.js';
import { lineIndex } from './line-index.js';
import { checkConfig, checkManifest, programKind } from './package/check-package.js';
import { checkText, type TextHit } from './package/check-text.js';
import { checkToolList } from './package/check-tool-list.js';
import { RULES_BY_NAME } from './rules/rules.js';
import { findSecrets } from './secrets/find-secrets.js';
import { askSecretlint } from './secrets/secretlint.js';
import { shortenRuns } from './secrets/shorten-runs.js';
import { type SourceTree, UNSEEN } from './source-tree.js';
import { applyWaivers, type Waiver } from './waivers.js';

export interface ScanOptions {
  readonly waivers?: readonly Waiver[] | undefined;
  /** The day on which waivers are judged; today when absent. */
  readonly today?: Date | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Left out for speed in editors; the own formats are looked for all the same. */
  readonly secretlint?: boolean | undefined;
}

/** A finding before it has its fingerprint. */
export type Row = Omit<Finding, 'fingerprint'> & { readonly text: string };

/** Files whose code runs with the plugin; tests and type declarations are read for secrets only. */
const isScannedCode = (path: string): boolean =>
  isCode(path) &&
  !/(?:^|\/)(?:__tests__|__mocks__|__fixtures__|tests?|e2e)\/|\.(?:test|spec|bench)\.\w+$/.test(
    path,
  );

/**
 * Scans a tree for everything the rules know. The same tree gives the same result, in the same order; comments in the
 * scanned code cannot switch a rule off.
 */
export async function scanTree(tree: SourceTree, options: ScanOptions = {}): Promise<ScanResult> {
  const texts = new Map<string, string>();
  const skipped = [...tree.skipped];
  const rows: Row[] = [];
  for (const [path, bytes] of tree.files) {
    options.signal?.throwIfAborted();
    const kind = programKind(bytes);
    if (kind !== undefined || /\.(?:node|exe|dll|so|dylib)$/.test(path))
      rows.push(rowAt('native-binary', path, '', 0, 0, kind ?? 'by its name'));
    const text = textOf(bytes);
    if (text === undefined) {
      if (isCode(path)) {
        rows.push(rowAt('not-analysed', path, '', 0, 0, 'it is not text'));
        skipped.push({ path, reason: 'it is not text' });
      }
      continue;
    }
    texts.set(path, text);
    const hits = [
      ...checkText(path, text),
      ...checkConfig(path, text),
      ...checkToolList(path, text),
      ...(path === 'package.json' ? checkManifest(text) : []),
    ];
    rows.push(...hits.map((hit) => rowOf(hit, path, text)));
    rows.push(...(await secretsIn(path, text, options.secretlint !== false)));
  }
  const code = new Map([...texts].filter(([path]) => isScannedCode(path)));
  const { hits, skipped: unread, exhausted } = scanCode(code, declaredBy(texts));
  for (const { path, reason } of unread) {
    skipped.push({ path, reason });
    rows.push(rowAt('not-analysed', path, texts.get(path) ?? '', 0, 0, reason));
  }
  rows.push(...hits.flatMap((hit) => rowOfHit(hit)));
  const findings = numbered(rows);
  const lines = [...texts.values()].reduce((sum, text) => sum + lineCount(text), 0);
  return {
    findings: options.waivers
      ? applyWaivers(findings, options.waivers, options.today ?? new Date())
      : findings,
    files: texts.size,
    lines,
    skipped,
    complete: !exhausted && !skipped.some(({ path, reason }) => leavesCodeOut(path, reason)),
  };
}

/** Whether code may be among what was not read: a file of code that counts, a folder, or what is behind a limit. */
const leavesCodeOut = (path: string, reason: string): boolean =>
  isScannedCode(path) || UNSEEN.has(reason);

const lineCount = (text: string): number => {
  let count = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
};

/** The text of a file; `undefined` for bytes that are no UTF-8 text. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 8192).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function declaredBy(texts: ReadonlyMap<string, string>): Declared {
  let variables: Set<string> | undefined;
  try {
    const manifest = JSON.parse(texts.get('package.json') ?? '{}') as {
      agentConfig?: { pluginParameters?: Record<string, unknown> };
    };
    const parameters = manifest.agentConfig?.pluginParameters;
    if (parameters && typeof parameters === 'object') variables = new Set(Object.keys(parameters));
  } catch {
    variables = undefined;
  }
  const spec = texts.get('plugwright.yaml');
  const value =
    spec === undefined
      ? undefined
      : (readDocument(spec).value as { permissions?: { hosts?: unknown } } | undefined);
  const hosts = value?.permissions?.hosts;
  return {
    variables,
    hosts: Array.isArray(hosts)
      ? hosts.filter((one) => typeof one === 'string').map((one) => one.toLowerCase())
      : undefined,
  };
}

/** Secrets in one text. */
export async function secretsIn(path: string, text: string, ask: boolean): Promise<Row[]> {
  if (/(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock)$|\.map$/.test(path))
    return [];
  const shown = shortenRuns(text);
  const own = findSecrets(shown);
  const others = ask ? await askSecretlint(path, shown) : [];
  const apart = others.filter(
    (one) => !own.some((known) => known.start < one.end && one.start < known.end),
  );
  return [...own, ...apart].map(({ name, rule, start, end }) =>
    rowOf({ rule, start, end, detail: name }, path, text),
  );
}

const rowOf = (hit: TextHit, path: string, text: string): Row =>
  rowAt(hit.rule, path, text, hit.start, hit.end, hit.detail);

function rowAt(
  name: string,
  path: string,
  text: string,
  start: number,
  end: number,
  detail: string | undefined,
): Row {
  const rule = RULES_BY_NAME.get(name);
  if (!rule) throw new Error(`There is no rule ${name}.`);
  const index = lineIndex(text);
  const [from, to] = [index.at(start), index.at(Math.max(start, end))];
  return {
    id: rule.id,
    rule: rule.name,
    severity: rule.severity,
    message: detail === undefined ? `${rule.title}.` : `${rule.title} (${detail}).`,
    cwe: rule.cwe,
    path,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    text: text.slice(start, Math.min(end, start + 400)),
  };
}

function rowOfHit({ rule: name, node, taint, detail, mild }: Hit): Row[] {
  const rule = RULES_BY_NAME.get(name);
  if (!rule) return [];
  const source = node.getSourceFile();
  const row = rowAt(name, source.fileName, source.text, node.getStart(), node.end, detail);
  const severity = (taint && rule.sources?.[taint.kind]) ?? rule.severity;
  const shown =
    typeof mild === 'string'
      ? mild
      : mild && (severity === 'high' || severity === 'critical')
        ? 'medium'
        : severity;
  return [{ ...row, severity: shown, source: taint && placeOf(taint.kind, taint.at) }];
}

function placeOf(kind: string, node: ts.Node): Finding['source'] {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return { kind, path: source.fileName, line: line + 1 };
}

const RANK = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/** Sorted, each place and rule once, with fingerprints. */
export function numbered(rows: readonly Row[]): Finding[] {
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  const all = rows.toSorted(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      compare(a.path, b.path) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.id, b.id),
  );
  const seen = new Set<string>();
  const once = all.filter(({ id, path, line, column }) => {
    const key = `${id}\0${path}\0${line}\0${column}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const marks = fingerprints(once.map(({ id, path, text }) => ({ rule: id, path, text })));
  return once.map(({ text: _text, ...row }, index) => ({
    ...row,
    fingerprint: marks[index] ?? '',
  }));
}
