// Labelled lines of public corpora: CodeQL's JavaScript tests and semgrep-rules. Files are parsed, never run.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Classes of weaknesses that an agent's plugin can show, by CWE number. */
export const CLASSES = {
  'command injection': [77, 78, 88],
  'code injection': [94, 95, 96, 470, 98, 913, 1336],
  'path traversal': [22, 23, 24, 29, 36, 59, 73, 548],
  'SQL and NoSQL': [89, 564, 943],
  SSRF: [918, 441],
  'prototype pollution': [1321, 915, 471, 843],
  ReDoS: [1333, 730, 400, 185],
  deserialisation: [502],
  secret: [798, 259, 321, 522, 523, 256, 13, 313],
  leak: [532, 312, 200, 201, 209, 497, 538, 359],
  crypto: [326, 327, 328, 329, 330, 331, 338, 916, 310, 345, 347, 323, 325, 1240, 1204, 320, 760],
  TLS: [295, 319, 297, 300, 757, 311, 829, 494, 923, 350],
  malicious: [506, 912],
};
const CLASS_OF = new Map(
  Object.entries(CLASSES).flatMap(([name, numbers]) => numbers.map((number) => [number, name])),
);
export const classOf = (cwe) => CLASS_OF.get(Number(cwe)) ?? 'other';

const CODE = /\.(?:[mc]?[jt]s|[jt]sx)$/;
export const isEven = (path) => createHash('sha256').update(path).digest()[0] % 2 === 0;

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : [];
    });
}

const OWN_LINE = /^\s*(?:\{?\s*\/[/*]|\*|<!--)/;

/** Labels of CodeQL's tests: at the end of a line, or on the line above when alone. */
function codeqlLabels(text, path) {
  const number = /CWE-(\d+)/.exec(path)?.[1] ?? (/ReDoS/i.test(path) ? '730' : undefined);
  if (number === undefined) return [];
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const match = /\/[/*]\s*(NOT OK|OK|NOT GOOD|GOOD|BAD)\b/.exec(line);
    if (!match || match[1] === 'BAD') return [];
    let at = index;
    if (OWN_LINE.test(line)) {
      if (!/^(?:NOT )?GOOD$/.test(match[1]) && !/^\s*\/\//.test(line)) return [];
      while (at < lines.length && (OWN_LINE.test(lines[at]) || lines[at].trim() === '')) at += 1;
    }
    return [{ line: at + 1, positive: match[1].startsWith('NOT'), class: classOf(number) }];
  });
}

function semgrepLabels(text, rules) {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const match = /(?:\/\/|\/\*|\*|#)\s*(ruleid|ok)\s*:\s*([\w.,\s-]+)/.exec(line);
    if (!match) return [];
    let at = index + 1;
    while (
      at < lines.length &&
      /(?:ruleid|ok|todo\w*)\s*:/.test(lines[at]) &&
      OWN_LINE.test(lines[at])
    )
      at += 1;
    return match[2]
      .split(',')
      .map((id) => rules.get(id.trim().split(/\s/)[0]))
      .filter((rule) => rule !== undefined)
      .slice(0, 1)
      .map((name) => ({ line: at + 1, positive: match[1] === 'ruleid', class: name }));
  });
}

function semgrepRules(root) {
  const rules = new Map();
  for (const path of walk(root).filter((one) => /\.ya?ml$/.test(one) && !/\.test\./.test(one))) {
    for (const document of parseAllDocuments(readFileSync(path, 'utf8')))
      for (const rule of document.toJS()?.rules ?? []) {
        if (!['security', undefined].includes(rule.metadata?.category)) continue;
        const cwes = [rule.metadata?.cwe ?? []].flat().map((one) => /CWE-(\d+)/.exec(one)?.[1]);
        if (cwes.length === 0) continue;
        const names = cwes.map(classOf);
        rules.set(rule.id, names.find((name) => name !== 'other') ?? 'other');
      }
  }
  return rules;
}

/** All labelled files: `{ corpus, path, folder, text, labels, even }`. */
export function readCorpora({ codeql, semgrep }) {
  const files = [];
  const add = (corpus, root, paths, labelsOf) => {
    for (const path of paths) {
      if (!CODE.test(path)) continue;
      const text = readFileSync(path, 'utf8');
      const name = relative(root, path);
      files.push({
        corpus,
        path: name,
        folder: dirname(name),
        text,
        labels: labelsOf(text, name),
        even: isEven(name),
      });
    }
  };
  if (codeql) {
    const root = 'javascript/ql/test/query-tests';
    const paths = ['Security', 'Performance/ReDoS'].flatMap((one) => {
      try {
        return walk(join(codeql, root, one));
      } catch {
        return [];
      }
    });
    add(
      'CodeQL',
      codeql,
      paths.filter((path) => basename(path) !== 'uselesscat.js'),
      codeqlLabels,
    );
  }
  if (semgrep) {
    const roots = ['javascript', 'typescript'].map((one) => join(semgrep, one));
    const rules = new Map(roots.flatMap((one) => [...semgrepRules(one)]));
    add('semgrep-rules', semgrep, roots.flatMap(walk), (text) => semgrepLabels(text, rules));
  }
  return files;
}

/** Whether a finding of the same class answers a label; the terms are the same for all scanners. */
export function answers(label, findings, labels) {
  const lines = labels.map((one) => one.line);
  return findings.some(({ line, endLine, classes }) => {
    if (!classes.includes(label.class)) return false;
    if (line === label.line) return true;
    if (line < label.line && endLine >= label.line && endLine - line <= 10) return true;
    const between = lines.some((one) => one > label.line && one <= line);
    return line > label.line && line <= label.line + 2 && !between;
  });
}

/** Counts of one scanner over files: `{ class: { tp, fn, fp, tn } }`. */
export function score(files, findingsOf) {
  const table = {};
  for (const file of files) {
    const findings = findingsOf(file);
    for (const label of file.labels) {
      const row = (table[label.class] ??= { tp: 0, fn: 0, fp: 0, tn: 0 });
      const found = answers(label, findings, file.labels);
      row[label.positive ? (found ? 'tp' : 'fn') : found ? 'fp' : 'tn'] += 1;
    }
  }
  return table;
}

export const total = (table, names) =>
  names.reduce(
    (sum, name) => {
      for (const key of Object.keys(sum)) sum[key] += table[name]?.[key] ?? 0;
      return sum;
    },
    { tp: 0, fn: 0, fp: 0, tn: 0 },
  );

/** Percentages; `undefined` where nothing was there to count. */
export function rates({ tp, fn, fp, tn }) {
  const part = (a, b) => (a + b === 0 ? undefined : (100 * a) / (a + b));
  const recall = part(tp, fn);
  const alarms = part(fp, tn);
  return {
    precision: part(tp, fp),
    recall,
    alarms,
    j: recall === undefined || alarms === undefined ? undefined : recall - alarms,
  };
}
