import popular from './data/popular-names.json' with { type: 'json' };

const POPULAR: ReadonlySet<string> = new Set(popular);

/** Words that are put before or after a name to make it look like the same package for another purpose. */
const AFFIX = /^(?:node|js|npm|nodejs)[-._]?|[-._]?(?:js|node|nodejs|npm|cli)$/;

/** What is left of a name without separators and the usual affixes: `node-fabric`, `fabric.js` are `fabric`. */
function bare(name: string): string {
  const cut = name.replace(AFFIX, '').replace(AFFIX, '');
  return (cut.length >= 3 ? cut : name).replaceAll(/[-._]/g, '');
}

/** Popular names by what is left of them, the first in the order of the alphabet. */
let byBare: Map<string, string> | undefined;
/** Popular names by each text that one left-out character makes of them. */
let byHole: Map<string, string[]> | undefined;

const holesOf = (name: string): string[] =>
  Array.from({ length: name.length }, (_, at) => name.slice(0, at) + name.slice(at + 1));

function nearNames(name: string): string[] {
  byHole ??= popularHoles();
  // Symmetric deletion: whoever is at distance 1 shares a text with one character less, or is one.
  const candidates = [name, ...holesOf(name)].flatMap((hole) => byHole?.get(hole) ?? []);
  return [...new Set(candidates)].filter((one) => isNear(one, name));
}

function popularHoles(): Map<string, string[]> {
  const holes = new Map<string, string[]>();
  for (const name of POPULAR) {
    if (name.length < SHORTEST) continue;
    for (const hole of new Set([name, ...holesOf(name)])) {
      const all = holes.get(hole);
      if (all) all.push(name);
      else holes.set(hole, [name]);
    }
  }
  return holes;
}

/** Among shorter names nearly every text is next to another. */
const SHORTEST = 4;

/** One character added, left out, replaced, or two neighbours exchanged (Damerau 1964). */
function isNear(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const rest = (text: string, from: number): string => text.slice(from);
  return (
    rest(a, at + 1) === rest(b, at + 1) ||
    rest(a, at + 1) === rest(b, at) ||
    rest(a, at) === rest(b, at + 1) ||
    (a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, at + 2) === rest(b, at + 2))
  );
}

/** Only its owner publishes below a scope, so names of one scope are no doubles of each other. */
const scopeOf = (name: string): string | undefined => /^@[^/]+(?=\/)/.exec(name)?.[0];

/**
 * The popular package that a name could be taken for: one slip of the finger away (Damerau distance 1), or the same but
 * for separators and affixes such as `node-` and `.js`. Popular names are nobody's double.
 */
export function lookalikeOf(name: string): string | undefined {
  if (POPULAR.has(name) || name.length < SHORTEST) return undefined;
  const [near] = nearNames(name)
    .filter((one) => scopeOf(one) === undefined || scopeOf(one) !== scopeOf(name))
    .toSorted();
  if (near !== undefined) return near;
  // A scope is somebody's own; below it any name may stand.
  if (name.startsWith('@')) return undefined;
  byBare ??= new Map(
    popular
      .toReversed()
      .filter((one) => !one.startsWith('@'))
      .map((one) => [bare(one), one]),
  );
  const twin = byBare.get(bare(name));
  return twin === name ? undefined : twin;
}

/** How many popular names are known. */
export const POPULAR_COUNT = POPULAR.size;
