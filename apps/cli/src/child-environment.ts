import { isSecretName } from '@plugwright/vault/redact';

/** What libraries read from the environment: where things are, how the terminal is, how npm reaches its registry. */
const needed =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|PWD|TMPDIR|TEMP|TMP|TZ|LANG|LC_\w+|TERM|COLORTERM|COLUMNS|LINES|CI|NO_COLOR|FORCE_COLOR|XDG_\w+|NODE_\w+|SSL_CERT_\w+|npm_config_(?:registry|proxy|https_proxy|cafile|cache)|https?_proxy|no_proxy|PLUGWRIGHT_\w+|VITEST\w*|SystemRoot|APPDATA|LOCALAPPDATA|USERPROFILE|PATHEXT|ComSpec)$/i;

/**
 * Takes everything out of the environment of this process that no library of ours reads. The bundler and the
 * compiler start programs of their own, which inherit it whole; keys must not be among it.
 *
 * @returns the environment as it was, for ourselves
 */
export function clearEnvironment(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const before = { ...env };
  for (const name of Object.keys(env))
    if (!needed.test(name) || isSecretName(name)) delete env[name];
  return before;
}
