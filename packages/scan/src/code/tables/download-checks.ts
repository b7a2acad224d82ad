import type ts from 'typescript';
import type { Analysis } from '../analysis.js';
import type { CallSite } from '../read-call.js';
import { report } from '../report-hit.js';
import { elementTexts, prefixOf, textOf, UNKNOWN } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { constantNode, nodeOf, property, textsOf } from './check-tools.js';
import { CLIENTS, LOCAL } from './transport-checks.js';
import { isBinaryExpression, isStringLiteralLike, isTemplateExpression } from '../syntax.js';

/** What is run or unpacked. */
const PROGRAM = 'exe|dmg|pkg|tar\\.gz|tgz|zip|sh|bat|cmd|app|apk|msi|js|py|jar|war|deb|rpm|bin|ps1';
const PLAIN = /^(?:http|ftp):\/\/[^/]/i;
const ADDRESS = new RegExp(`\\b(?:http|ftp)://\\S+\\.(?:${PROGRAM})(?:$|[\\s'"|?#])`, 'i');
const ENDS = new RegExp(`\\.(?:${PROGRAM})$`, 'i');
const SAVED = new RegExp(
  `(?:createWriteStream|writeFile(?:Sync)?|outputFile(?:Sync)?)\\(\\s*['"\`][^'"\`]*\\.(?:${PROGRAM})['"\`]`,
  'i',
);
const LONGEST = 2000;

/** The text that a URL put together of parts ends with. */
function endOf(analysis: Analysis, given: ts.Node): string {
  const node = constantNode(analysis, given);
  const end = isTemplateExpression(node)
    ? node.templateSpans.at(-1)?.literal
    : isBinaryExpression(node) && isStringLiteralLike(node.right)
      ? node.right
      : undefined;
  return end?.text ?? '';
}

/** Whether what a call fetches is kept under the name of a program: by an option, or in the same statement. */
function isSaved({ typescript: ts }: Analysis, site: CallSite): boolean {
  const [, target] = site.args;
  const names = [target, property(target, 'target'), property(target, 'fileName')].map(textOf);
  if (names.some((name) => name !== undefined && ENDS.test(name))) return true;
  let at: ts.Node = site.node;
  while (at.parent && !ts.isStatement(at)) at = at.parent;
  return SAVED.test(at.getText().slice(0, LONGEST));
}

/** Programs and archives that come over a connection on which anybody can change them. */
export const DOWNLOAD_CHECKS: readonly CallCheck[] = [
  {
    at: `${CLIENTS} download download-file_ node-downloader-helper.DownloaderHelper() nugget electron-download`,
    check(analysis, site, path) {
      const [first] = site.args;
      const url = property(first, 'url') ?? property(first, 'uri') ?? first;
      const texts = [...textsOf(url), prefixOf(url ?? UNKNOWN) ?? ''];
      const plain = texts.some((text) => PLAIN.test(text) && !LOCAL.test(text));
      const node = nodeOf(analysis, site, 0);
      const program = texts.some((text) => ADDRESS.test(text));
      if (program || (plain && (ENDS.test(endOf(analysis, node)) || isSaved(analysis, site))))
        report(analysis, 'insecure-download', node, undefined, path);
    },
  },
  {
    at: '{child_process,execa}{,.exec,.execSync,.spawn,.spawnSync,.execFile,.execFileSync} exec execSync spawn execFile',
    check(analysis, site, path) {
      const [first, list] = site.args;
      const texts = [...textsOf(first), prefixOf(first ?? UNKNOWN) ?? ''];
      const named = (list?.objects ?? []).flatMap(elementTexts);
      const fetches = /^(?:.*\/)?(?:curl|wget|aria2c)$/.test(texts[0] ?? '');
      if ([...texts, ...(fetches ? named : [])].some((text) => ADDRESS.test(text)))
        report(analysis, 'insecure-download', nodeOf(analysis, site, 0), undefined, path);
    },
  },
];
