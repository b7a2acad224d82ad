import type { Secret } from './redactor.js';

/**
 * Words in the name of a variable that say its value is a secret. A test holds them against every credential of
 * the provider catalogue.
 */
const secretWord =
  /(?:^|_)(?:[A-Z0-9]*KEYS?|[A-Z0-9]*TOKENS?|[A-Z0-9]*SECRETS?|PASS|PASSWD|[A-Z0-9]*PASSWORD|PWD|PASSPHRASE|CREDENTIALS?|CREDS|PAT|JWT|MNEMONIC|SEED|PHRASE|PRIVATE|DSN|COOKIE|BEARER|AUTH|WEBHOOK)(?:_|$)/;
/** Settings that tell where something is: a secret only when credentials stand in them. */
const address = /_(?:URLS?|URI|RPC|ENDPOINT|DSN|RELAYS|CONNECTION_STRING)$/;
/** Names that hold such a word and tell where a secret is, or something about it. */
const about =
  /_(?:FILE|PATH|DIR|SOCK|SOCKET|ID|NAME|USER|USERNAME|TYPE|VERSION|TTL|ENV)$|^(?:PWD|OLDPWD)$/;

/** Whether a variable of this name holds a secret, as far as a name tells. */
export const isSecretName = (name: string): boolean =>
  secretWord.test(name.toUpperCase()) && !about.test(name.toUpperCase());

/** The secrets among the variables of an environment, by their names and by credentials in their addresses. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): Secret[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined || !looksSecret(name, value.trim())) return [];
    return [{ name, value }];
  });
}

function looksSecret(name: string, value: string): boolean {
  const upper = name.toUpperCase();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value))
    return address.test(upper) || isSecretName(name) ? hasCredentials(value) : false;
  // A setting such as KEY=enter or TOKEN=default: redacting the word would blacken every text.
  return (
    isSecretName(name) && !/^(?:[a-z]{1,20}|[A-Z][a-z]{1,20}|\/[\w./-]{1,200}|\d{1,9})$/.test(value)
  );
}

/** A password, or a piece of the path or the query that looks random. */
function hasCredentials(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { password, pathname, searchParams } = new URL(value);
  const pieces = [...pathname.split('/'), ...searchParams.values()];
  return (
    password !== '' ||
    pieces.some((one) => one.length >= 16 && /\d/.test(one) && /[a-z]/i.test(one))
  );
}
