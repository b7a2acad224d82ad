// How what a text reader found is compared with what a plugin really has. Documented in docs/evaluation/language.md.
import { singular, verbLemma } from '@plugwright/spec/text';

const stem = (word) =>
  singular(word)
    .replace(/(?:ing|ed|s)$/, '')
    .slice(0, 7);

/** Verb class and object stems of an action name; words of the plugin's own name are left out. */
export function meaningOf(name, own = []) {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !own.includes(word));
  let at = words.findIndex(
    (word) => verbLemma(word)?.form === 'base' && !verbLemma(word).verb.noun,
  );
  if (at === -1) at = words.findIndex((word) => verbLemma(word)?.form === 'base');
  const pair = at >= 0 ? verbLemma(words[at], words[at + 1]) : undefined;
  const verb = pair ?? (at >= 0 ? verbLemma(words[at]) : undefined);
  const objects = words.filter((_, i) => i !== at && !(pair && i === at + 1));
  return { verb: verb?.verb.class ?? 'get', objects: objects.map(stem) };
}

const shares = (a, b) => a.some((word) => b.includes(word));
export const matchers = {
  exact: (ours, gold) => ours.name === gold.name.toUpperCase(),
  'verb + object': (ours, gold) =>
    ours.verb === gold.verb && (gold.objects.length === 0 || shares(ours.objects, gold.objects)),
  either: (ours, gold) => ours.verb === gold.verb || shares(ours.objects, gold.objects),
};

/** Size of the largest one-to-one matching. */
export function matched(ours, gold, fits) {
  const owner = Array.from({ length: gold.length }, () => -1);
  const place = (i, seen) => {
    for (let j = 0; j < gold.length; j++) {
      if (seen.has(j) || !fits(ours[i], gold[j])) continue;
      seen.add(j);
      if (owner[j] === -1 || place(owner[j], seen)) {
        owner[j] = i;
        return true;
      }
    }
    return false;
  };
  let count = 0;
  for (let i = 0; i < ours.length; i++) if (place(i, new Set())) count++;
  return count;
}

/** Counts of hits, ours and gold, summed over all records. */
export class Score {
  hits = 0;
  ours = 0;
  gold = 0;
  add(hits, ours, gold) {
    this.hits += hits;
    this.ours += ours;
    this.gold += gold;
  }
  get precision() {
    return this.ours === 0 ? 1 : this.hits / this.ours;
  }
  get recall() {
    return this.gold === 0 ? 1 : this.hits / this.gold;
  }
  get f1() {
    const sum = this.precision + this.recall;
    return sum === 0 ? 0 : (2 * this.precision * this.recall) / sum;
  }
  row() {
    return [this.precision, this.recall, this.f1].map((value) => value.toFixed(2));
  }
}
