import { report } from '../report-hit.js';
import { isDecoded } from '../decoded-text.js';
import { isPieces } from '../hidden-names.js';
import { deepTaints, Safe, textOf } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { isConstant, nodeOf, property } from './check-tools.js';
import { STARTS, wordsOf } from './malware-checks.js';

/** What malicious packages do: publish themselves, download and run, hide code. */
export const BEHAVIOUR_CHECKS: readonly CallCheck[] = [
  {
    at: STARTS,
    check(analysis, site, path) {
      const command = wordsOf(site).join(' ');
      if (/\b(?:npm|yarn|pnpm)\s+publish\b|\bgit\s+push\b/.test(command))
        report(analysis, 'self-propagation', site.node, undefined, path);
      if (DOWNLOADS_AND_RUNS.test(command))
        report(analysis, 'download-and-run', site.node, undefined, path);
      if (/\b(?:npm|yarn|pnpm|bun|pip)\s+(?:install|i|add)\b/.test(command))
        report(analysis, 'run-time-install', site.node, undefined, path);
    },
  },
  {
    at: 'require import() require.resolve',
    check(analysis, site, path) {
      const [written] = site.node.arguments ?? [];
      if (site.args[0] && isDecoded(site.args[0]))
        report(analysis, 'hidden-code', site.node, undefined, path);
      // Some hide a name from a bundler in this way.
      else if (written && isPieces(written))
        report(analysis, 'hidden-name', site.node, undefined, 'put together of pieces', true);
    },
  },
  {
    at: '{child_process,cross-spawn,execa}{,.spawn,.spawnSync,.execFile,.execFileSync,.execa,.sync} spawn spawnSync',
    check(analysis, site, path) {
      const position = site.args.length - 1;
      const shell = property(site.args[position], 'shell');
      if (shell?.constants?.some(Boolean))
        report(
          analysis,
          'shell-option',
          nodeOf(analysis, site, position, 'shell'),
          undefined,
          path,
        );
    },
  },
  {
    at: 'ajv() Ajv() ajv.default() ajv ajv.Ajv()',
    check(analysis, site, path) {
      if (isConstant(property(site.args[0], 'allErrors'), true))
        report(analysis, 'all-errors', site.node, undefined, path);
    },
  },
  {
    at: '{,window.,self.,globalThis.}addEventListener',
    check(analysis, site, path) {
      if (textOf(site.args[0]) !== 'message') return;
      const bodies = site.args[1]?.functions.map((one) => one.node.getText()) ?? [];
      if (
        bodies.length > 0 &&
        bodies.every((body) => !/\.origin\b|[{,]\s*origin\b|\.source\s*[!=]==?/.test(body))
      )
        report(analysis, 'origin-unchecked', site.node, undefined, path);
    },
  },
  {
    at: 'webpack.DefinePlugin() esbuild.build',
    check(analysis, site, path) {
      const taints = site.args.flatMap((arg) => deepTaints(arg, 4));
      const whole =
        taints.find((one) => one.kind === 'environment') ??
        taints.find((one) => one.kind === 'secret');
      if (whole) report(analysis, 'build-leak', nodeOf(analysis, site, 0), whole, path);
    },
  },
  {
    at: 'http.res.{setHeader,header,set}',
    check(analysis, site, path) {
      const name = site.args[0]?.taints.find((one) => one.kind === 'remote');
      // With a text of ours in front it is one of our own headers.
      const ours = site.args[0]?.prefix !== undefined || (name && (name.safe & Safe.key) !== 0);
      if (name && !ours && site.args[0]?.objects.length === 0)
        report(analysis, 'property-injection', nodeOf(analysis, site, 0), name, path);
    },
  },
  {
    at: '{fs,fs.promises,fs-extra}.{chmod,chmodSync}',
    check(analysis, site, path) {
      const [mode] = site.args[1]?.constants ?? [];
      const wide =
        typeof mode === 'number'
          ? (mode & 0o002) !== 0
          : /^0?[0-7]{2}[2367]$/.test(String(mode ?? ''));
      if (wide) report(analysis, 'wide-permissions', site.node, undefined, path);
    },
  },
];

/** `curl x | sh`, `bash <(curl x)`, `sh -c "$(curl x)"`, `curl -o f x && chmod +x f`. */
const DOWNLOADS_AND_RUNS =
  /\b(?:curl|wget|iwr|Invoke-WebRequest)\b[^|;&]*\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:\/(?:usr\/)?bin\/)?(?:(?:ba|z|da)?sh\b|node\b|python|perl\b|php\b|iex\b)|\b(?:ba|z|da)?sh\b[^;&]*(?:<\(|\$\(|`)\s*(?:curl|wget)\b|\b(?:curl|wget)\b[^|]*(?:&&|;)\s*chmod\s+(?:\+x|[0-7]*7[0-7]*)\b/i;
