import type { CallSite } from './read-call.js';
import { isSecretName } from './tables/sources.js';
import { makeTaint, PLAIN, textOf, withTaints, type Value } from './value.js';

const HANDS_OUT =
  /^_?(?:get|read|fetch|load|retrieve|decrypt|prompt|ask|askFor|promptFor)(?<what>\w*(?:pass(?:word|phrase|wd|code)|secret|private_?key|api_?key|mnemonic))$/i;

const LOOKS_UP = /^(?:param|getItem|getSetting|getSecret|getEnv|env|input|prompt|requireEnv)$/;

/** `getPassword()` and `env('DB_PASSWORD')` give a secret by their names, when nothing else is known of what they give. */
export function handedOut({ node, name, args }: CallSite, value: Value): Value {
  const what =
    HANDS_OUT.exec(name)?.groups?.what ?? (LOOKS_UP.test(name) ? textOf(args[0]) : undefined);
  if (what === undefined || value === PLAIN || value.constants || !isSecretName(what)) return value;
  if (value.objects.length + value.functions.length > 0) return value;
  return withTaints(value, [...value.taints, makeTaint('secret', node, 0)]);
}
