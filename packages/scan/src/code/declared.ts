import type { Analysis } from './analysis.js';
import { prefixOf, textOf, type Value } from './value.js';

/** What a plugin says that it uses. */
export interface Declared {
  /** Names in `agentConfig.pluginParameters`; `undefined` when the manifest has none. */
  readonly variables: ReadonlySet<string> | undefined;
  /** Hosts in the permissions of `plugwright.yaml`; `undefined` when there is none. */
  readonly hosts: readonly string[] | undefined;
}

/** Set by the system or the tools, not by the user of a plugin. */
const COMMON = new Set(
  'NODE_ENV PATH HOME PWD TMPDIR TEMP TMP CI DEBUG LOG_LEVEL TZ LANG SHELL USER PORT HOST VITEST VITEST_WORKER_ID NO_COLOR FORCE_COLOR npm_package_version LOCALAPPDATA APPDATA USERPROFILE XDG_CONFIG_HOME XDG_CACHE_HOME NODE_TLS_REJECT_UNAUTHORIZED SERVER_PORT SERVER_URL ELIZA_SERVER_URL'.split(
    ' ',
  ),
);

/** An environment variable that is read without being declared. */
export const isUndeclaredVariable = (analysis: Analysis, name: string): boolean =>
  analysis.declared.variables !== undefined &&
  /^[A-Z][A-Z\d_]+$/.test(name) &&
  !COMMON.has(name) &&
  !analysis.declared.variables.has(name);

/** The host of a request, when it is written in the code and not declared. */
export function undeclaredHost(analysis: Analysis, url: Value | undefined): string | undefined {
  const { hosts } = analysis.declared;
  if (!hosts || !url) return undefined;
  const text = textOf(url) ?? prefixOf(url) ?? '';
  const host = /^(?:https?|wss?):\/\/(?<host>[\w.-]+)(?::\d+)?(?:[/?#]|$)/i
    .exec(text)
    ?.groups?.host?.toLowerCase();
  if (host === undefined || /^(?:localhost|127\.|0\.0\.0\.0)/.test(host)) return undefined;
  const known = hosts.some(
    (one) => one === host || (one.startsWith('*.') && host.endsWith(one.slice(1))),
  );
  return known ? undefined : host;
}
