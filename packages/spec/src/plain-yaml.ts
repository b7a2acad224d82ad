import { CORE_SCHEMA, load } from 'js-yaml';

/** Deeper documents are left to the careful reader, which says where they are too deep. */
const maxDepth = 100;

/**
 * The value of YAML that has nothing special in it: one map without aliases, merge keys, directives or keys
 * that stand twice. `undefined` for everything else, broken text too: that is for the careful reader, which
 * takes five times as long and knows every position.
 */
export function plainYaml(text: string): Record<string, unknown> | undefined {
  if (text.includes('<<') || /^%/m.test(text)) return undefined;
  try {
    const value: unknown = load(text, { schema: CORE_SCHEMA, maxAliases: 0, maxDepth });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
