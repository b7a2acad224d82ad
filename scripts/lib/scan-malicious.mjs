// Lines of the tests of guarddog that are marked as malicious or harmless. Files are parsed, never run.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { scanTree, treeOf } from '@plugwright/scan';

const CODE = /\.[jt]sx?$/;
const MARK = /(?:\/\/|\/\*|<!--|#)\s*(?<kind>ruleid|ok):\s*(?<rule>[\w.,\- ]+)/;
/** Comments and empty lines, which a mark does not mean. */
const BETWEEN = /^\s*(?:$|\/\/|\/\*|\*)/;

/** The marks of one text: `ruleid:` and `ok:` stand above the line that they are about. */
export function marksIn(text) {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const { kind, rule } = MARK.exec(line)?.groups ?? {};
    if (kind === undefined) return [];
    let at = index + 1;
    while (at < lines.length && BETWEEN.test(lines[at])) at += 1;
    return [{ positive: kind === 'ruleid', rule: rule.trim(), line: at + 1 }];
  });
}

/** Finds a positive on its line, on the three after it, or around it; a negative on its line or around it. */
const answers = ({ positive, line }, { line: from, endLine = from }) =>
  (from >= line && from <= line + (positive ? 3 : 0)) || (from <= line && endLine >= line);

const scan = async (path, text) =>
  (await scanTree(treeOf([[`src/index${extname(path)}`, text]]), { secretlint: false })).findings;

/**
 * Counts what Plugwright and the peers say of the marked lines, whatever rule says it, and what Plugwright says of the
 * files that have no marks: those that show a threat, and those that look like one and are harmless.
 */
export async function measureMalicious(guarddog, peers) {
  const folder = join(guarddog, 'tests/analyzer/sourcecode');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && CODE.test(one.name))
    .map((one) => join(one.parentPath, one.name))
    .toSorted()
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }))
    .map((file) => ({ ...file, marks: marksIn(file.text) }));
  const tables = {};
  const wrong = [];
  const tools = { plugwright: scan, ...peers };
  for (const [name, tool] of Object.entries(tools)) {
    const counts = { found: 0, missed: 0, alarms: 0, silent: 0, findings: 0, lines: 0 };
    for (const { path, text, marks } of files) {
      if (marks.length === 0) continue;
      const findings = await tool(path, text);
      counts.findings += findings.length;
      counts.lines += text.split('\n').length;
      for (const mark of marks) {
        const answered = findings.some((finding) => answers(mark, finding));
        counts[mark.positive ? (answered ? 'found' : 'missed') : answered ? 'alarms' : 'silent'] +=
          1;
        if (name === 'plugwright' && answered !== mark.positive)
          wrong.push({
            place: `${path}:${mark.line}`,
            code: text.split('\n')[mark.line - 1].trim(),
            rule: mark.rule,
            positive: mark.positive,
          });
      }
    }
    tables[name] = counts;
  }
  const unmarked = { threats: 0, threatsFound: 0, benign: 0, benignErrors: [] };
  for (const { path, text, marks } of files) {
    const benign = path.startsWith('benign');
    if (!benign && (marks.length > 0 || !path.startsWith('threat-'))) continue;
    const findings = await scan(path, text);
    if (benign) {
      unmarked.benign += 1;
      for (const { rule, severity, line } of findings)
        if (severity === 'high' || severity === 'critical')
          unmarked.benignErrors.push({ place: `${path}:${line}`, rule });
    } else {
      unmarked.threats += 1;
      if (findings.some(({ severity }) => severity !== 'low')) unmarked.threatsFound += 1;
    }
  }
  return { tables, wrong, unmarked };
}
