type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * `package.json`, merged by key: what is new in `rendered` is added, what only the tool changed is
 * taken over, what a person changed or removed stays so. Nothing is ever removed, so there are no
 * conflicts. `undefined` when `mine` is not a JSON object.
 */
export function mergePackage(
  base: string | undefined,
  mine: string,
  rendered: string,
): string | undefined {
  const own = parse(mine);
  if (own === undefined) return undefined;
  const merged = mergeObject(parse(base ?? '{}') ?? {}, own, parse(rendered) ?? {});
  if (same(merged, own)) return mine;
  const indent = /^[\t ]+/m.exec(mine)?.[0] ?? '  ';
  return `${JSON.stringify(merged, null, indent)}\n`;
}

function parse(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function mergeObject(base: Json, mine: Json, rendered: Json): Json {
  const merged = new Map(Object.entries(mine));
  for (const [key, wanted] of Object.entries(rendered)) {
    const before = Object.hasOwn(base, key) ? base[key] : undefined;
    if (!merged.has(key)) {
      // Was there and is gone: somebody removed it on purpose.
      if (before === undefined) merged.set(key, wanted);
      continue;
    }
    const own = merged.get(key);
    if (isObject(own) && isObject(wanted))
      merged.set(key, mergeObject(isObject(before) ? before : {}, own, wanted));
    else if (Array.isArray(own) && Array.isArray(wanted))
      merged.set(key, mergeList(Array.isArray(before) ? before : [], own, wanted));
    else if (before !== undefined && same(own, before)) merged.set(key, wanted);
  }
  return Object.fromEntries(merged);
}

const mergeList = (
  base: readonly unknown[],
  mine: readonly unknown[],
  rendered: readonly unknown[],
): unknown[] => [
  ...mine,
  ...rendered.filter(
    (item) => !mine.some((own) => same(own, item)) && !base.some((old) => same(old, item)),
  ),
];
