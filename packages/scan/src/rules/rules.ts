import { AGENT_RULES } from './agent-rules.js';
import { INJECTION_RULES } from './injection-rules.js';
import { CRYPTO_RULES, LEAK_RULES } from './leak-rules.js';
import { MALWARE_RULES } from './malware-rules.js';
import type { Rule } from './rule.js';

/** Every rule of the scanner, by number. */
export const RULES: readonly Rule[] = [
  ...INJECTION_RULES,
  ...LEAK_RULES,
  ...CRYPTO_RULES,
  ...AGENT_RULES,
  ...MALWARE_RULES,
];

export const RULES_BY_NAME: ReadonlyMap<string, Rule> = new Map(
  RULES.map((rule) => [rule.name, rule]),
);
