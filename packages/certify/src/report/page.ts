import type { CertificateBody, Statement } from '../envelope/statement.js';
import { budgetsHeld } from '../policy/budgets.js';
import { checkOf } from '../policy/checks.js';
import { type Level, levelNames, levels } from '../policy/policy.js';
import { levelColours } from './colours.js';
import { escapeText as e } from './escape.js';
import { pageStyle } from './page-style.js';
import { performancePicture } from './performance-picture.js';

/** What the page says besides the statement. */
export interface PageOptions {
  /** Whose key it is, as whoever makes the page knows it. */
  signer?: { name: string; keyid: string } | undefined;
}

const marks = { pass: '✓', fail: '✗', 'not evaluated': '○' } as const;
const classes = { pass: 'pass', fail: 'fail', 'not evaluated': 'unknown' } as const;

/**
 * A page for people, from the same document as the certificate: one file without scripts, and nothing is fetched. Every
 * text of the plugin is escaped.
 */
export function certificatePage(
  { subject, predicate }: Statement,
  options: PageOptions = {},
): string {
  const body = predicate.plugwright_certificate;
  const name = decodeURIComponent(predicate.resourceUri.replace(/^pkg:npm\//, ''));
  const verdict = body.level === null ? 'No level' : `${body.level} ${levelNames[body.level]}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${e(name)}: ${e(verdict)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<header>
<p class="over">Certificate of an ElizaOS plugin</p>
<h1>${e(name)}</h1>
${ladder(body.level)}
<p class="lead">${lead(body)}</p>
${heldBack(body)}
<dl class="facts">
${fact('Issued', day(body.issuedAt))}
${fact('Holds until', day(body.expiresAt))}
${options.signer ? fact('Signed by', `${e(options.signer.name)} <code>${e(options.signer.keyid.slice(0, 16))}…</code>`) : ''}
${fact('Rules', `${e(body.policy.name)} ${body.policy.version}`)}
${body.isolation ? fact('Was run in', `${e(body.isolation.level)} (${e(body.isolation.driver)})`) : ''}
${body.generator ? fact('Made with', `${e(body.generator.name)} ${e(body.generator.version)}`) : ''}
</dl>
</header>
${levels.map((level) => section(level, body)).join('\n')}
${permissions(body)}
${performance(body)}
<section>
<h2>What this is about</h2>
<dl class="facts wide">
${fact('Package', `${e(subject[0].name)}`)}
${fact('sha256', `<code class="digest">${e(subject[0].digest.sha256)}</code>`)}
${fact('Files', String(Object.keys(body.contents.files).length))}
${predicate.inputAttestations.map(({ uri, digest }) => fact(e(uri), `<code class="digest">${e(digest.sha256)}</code>`)).join('\n')}
${body.advisories ? fact('Advisories', e(body.advisories.sentence)) : ''}
${body.review ? fact(body.review.verdict === 'rejected' ? 'Rejected by' : 'Read by', `${e(body.review.reviewer)}, ${e(body.review.date)}: ${e(body.review.statement)}`) : ''}
</dl>
</section>
<footer>
<p>This page says what the certificate says, and can be changed by anybody. The certificate cannot: check it, offline, with
<code>plugwright check CERTIFICATE PACKAGE</code></p>
</footer>
</main>
</body>
</html>
`;
}

const fact = (term: string, value: string) => `<div><dt>${term}</dt><dd>${value}</dd></div>`;
const day = (time: string) => `<time datetime="${e(time)}">${e(time.slice(0, 10))}</time>`;

/** The four levels, those that hold filled. */
function ladder(reached: Level | null): string {
  const until = reached === null ? -1 : levels.indexOf(reached);
  const colour = levelColours[reached ?? 'none'];
  const steps = levels.map((level, index) => {
    const holds = index <= until;
    return `<li class="${holds ? 'holds' : ''}"${holds ? ` style="--level:${colour}"` : ''}><b>${level}</b> ${levelNames[level]}<span class="sr">${holds ? ': holds' : ': does not hold'}</span></li>`;
  });
  return `<ol class="ladder" aria-label="Levels">${steps.join('')}</ol>`;
}

function lead({ level, checks }: CertificateBody): string {
  const of = (result: keyof typeof marks) => checks.filter((one) => one.result === result).length;
  const says =
    level === null ? 'It reaches no level.' : `It reaches <b>${level} ${levelNames[level]}</b>.`;
  return `${says} <span class="pass">${of('pass')} checks passed</span>, ${counted('fail', of('fail'), 'failed')}, ${counted('unknown', of('not evaluated'), 'were not evaluated')}, which never counts as a pass.`;
}

/** A number in the colour of what it counts; nothing is no news. */
const counted = (kind: string, number: number, words: string) =>
  number === 0 ? `0 ${words}` : `<span class="${kind}">${number} ${words}</span>`;

/** Why the next level does not hold. */
function heldBack({ level, checks }: CertificateBody): string {
  const next = levels[level === null ? 0 : levels.indexOf(level) + 1];
  const why = checks.filter((one) => one.level === next && one.result !== 'pass');
  if (next === undefined || why.length === 0) return '';
  return `<div class="held"><p>What keeps it from <b>${next} ${levelNames[next]}</b>:</p><ul>${why.map((one) => `<li class="${classes[one.result]}">${e(checkOf(one.id).title)}</li>`).join('')}</ul></div>`;
}

function section(level: Level, { checks }: CertificateBody): string {
  const own = checks.filter((one) => one.level === level);
  if (own.length === 0) return '';
  const rows = own.map(
    ({ id, result, reason }) => `<li class="${classes[result]}">
<span class="mark" aria-hidden="true">${marks[result]}</span>
<div><p class="title">${e(checkOf(id).title)} <span class="answer">${e(result)}</span></p>
<p class="reason">${e(reason)}</p></div>
<code class="id">${e(id)}</code></li>`,
  );
  return `<section>
<h2><span class="tag" style="--level:${levelColours[level]}">${level}</span> ${levelNames[level][0]?.toUpperCase()}${levelNames[level].slice(1)}</h2>
<ul class="checks">${rows.join('\n')}</ul>
</section>`;
}

const kinds = {
  hosts: 'Hosts',
  environment: 'Settings',
  files: 'Files',
  processes: 'Programs',
} as const;

function permissions({ permissions: found }: CertificateBody): string {
  if (found === undefined) return '';
  const { declared, observed } = found;
  const cell = (list: readonly string[] | undefined, unknown: string) =>
    list === undefined
      ? `<td class="unknown">${unknown}</td>`
      : `<td>${list.length === 0 ? '<span class="none">none</span>' : list.map((one) => `<code>${e(one)}</code>`).join('<br>')}</td>`;
  const rows = (Object.keys(kinds) as (keyof typeof kinds)[]).map(
    (kind) =>
      `<tr><th scope="row">${kinds[kind]}</th>${cell(declared?.[kind], 'not declared')}${cell(observed?.[kind], 'not recorded')}</tr>`,
  );
  return `<section>
<h2>Permissions</h2>
<div class="scroll"><table><thead><tr><th></th><th scope="col">It says that it uses</th><th scope="col">It was seen to use</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
</section>`;
}

/** Whose budgets the figures are held against. */
function whoseBudgets({ measures }: NonNullable<CertificateBody['performance']>): string {
  const { judged, ofPolicy } = budgetsHeld(measures);
  if (judged === 0) return '';
  if (ofPolicy === 0) return ' The budgets are the author’s.';
  return ofPolicy === judged
    ? ' The budgets are the defaults of the policy: the author set none.'
    : ` ${ofPolicy} of ${judged} budgets are defaults of the policy, where the author set none.`;
}

function performance({ performance: found }: CertificateBody): string {
  if (found === undefined) return '';
  const { machine, runs, memoryGrowth, handlesLeft } = found;
  const more = [
    memoryGrowth === undefined
      ? ''
      : fact('Memory over 1,000 calls', `${memoryGrowth.toFixed(1)} % more`),
    handlesLeft === undefined ? '' : fact('Left open after stop', String(handlesLeft)),
  ];
  return `<section>
<h2>Performance</h2>
<p class="note">Median of ${runs} processes on ${e(machine)}, with network and models replaced by recorded answers. Figures of other machines cannot be compared.${whoseBudgets(found)}</p>
${performancePicture(found.measures)}
<dl class="facts">${more.join('')}</dl>
</section>`;
}
