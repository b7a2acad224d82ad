import type { CallSite } from './read-call.js';
import { isSecretName } from './tables/sources.js';
import { makeTaint, PLAIN, withTaints, type Value } from './value.js';

const HANDS_OUT =
  /^_?(?:get|read|fetch|load|retrieve|decrypt|prompt|ask|askFor|promptFor)(?<what>\w*(?:pass(?:word|phrase|wd|code)|secret|private_?key|api_?key|mnemonic))$/i;

/** `getPassword()` gives a secret by its name, when nothing else is known of what it gives. */
export function handedOut({ node, name }: CallSite, value: Value): Value {
  const what = HANDS_OUT.exec(name)?.groups?.what;
  if (what === undefined || value === PLAIN || value.constants || !isSecretName(what)) return value;
  if (value.objects.length + value.functions.length > 0) return value;
  return withTaints(value, [...value.taints, makeTaint('secret', node, 0)]);
}
