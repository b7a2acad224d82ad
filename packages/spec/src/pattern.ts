import { ALL, bit, OTHER, parsePattern, type CharSet, type PatternNode } from './pattern-tree.js';

/** JSON Schema wants the `u` flag; patterns in the wild often compile only without it. `undefined`: neither. */
export function compilePattern(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // The next one, then none.
    }
  }
  return undefined;
}

const everything = (node: PatternNode): CharSet => {
  switch (node.kind) {
    case 'set':
      return node.set;
    case 'sequence':
    case 'choice':
      return node.nodes.reduce((set, child) => set | everything(child), 0n);
    case 'repeat':
      return everything(node.node);
    case 'back':
      return ALL;
    default:
      return 0n;
  }
};
const nullable = (node: PatternNode): boolean => {
  switch (node.kind) {
    case 'set':
      return false;
    case 'sequence':
      return node.nodes.every(nullable);
    case 'choice':
      return node.nodes.some(nullable);
    case 'repeat':
      return node.min === 0 || nullable(node.node);
    default:
      return true;
  }
};
const firsts = (node: PatternNode): CharSet => {
  if (node.kind === 'repeat') return firsts(node.node);
  if (node.kind === 'choice') return node.nodes.reduce((set, child) => set | firsts(child), 0n);
  if (node.kind !== 'sequence') return everything(node);
  let set = 0n;
  for (const child of node.nodes) {
    set |= firsts(child);
    if (!nullable(child)) break;
  }
  return set;
};
/** From this many rounds on, a repeat counts as endless. */
const MANY = 16;
const repeats = (node: PatternNode): boolean =>
  node.kind === 'repeat'
    ? node.max >= MANY || repeats(node.node)
    : (node.kind === 'sequence' || node.kind === 'choice') && node.nodes.some(repeats);

/** One round of a loop has an end that nothing else in it can be mistaken for: its first or its last character. */
function roundsAreDistinct(body: PatternNode): boolean {
  if (body.kind === 'choice') {
    const sets = body.nodes.map(firsts);
    const apart = sets.every((set, i) => sets.every((other, j) => i === j || (set & other) === 0n));
    return apart && body.nodes.every((node) => !nullable(node) && !repeats(node));
  }
  if (!repeats(body) && body.kind !== 'sequence') return !nullable(body);
  const nodes = body.kind === 'sequence' ? body.nodes.filter((node) => node.kind !== 'zero') : [];
  if (nodes.length === 0 || nullable(body)) return false;
  if (!repeats(body) && nodes.every((node) => node.kind === 'set')) return true;
  const apart = (edge: PatternNode, others: PatternNode[]) =>
    edge.kind === 'set' && others.every((other) => (everything(other) & edge.set) === 0n);
  const [first, last] = [nodes[0], nodes.at(-1)];
  return (
    (first !== undefined && apart(first, nodes.slice(1))) ||
    (last !== undefined && apart(last, nodes.slice(0, -1)))
  );
}

/** Endless loops in a row that can trade characters: each is one more power of the text's length. */
function tradingLoops(nodes: readonly PatternNode[]): number {
  const loops = nodes.filter((node) => node.kind === 'repeat' && node.max >= MANY).map(everything);
  return loops.filter((set, i) => loops.some((other, j) => i !== j && (set & other) !== 0n)).length;
}

function mayExplode(node: PatternNode): boolean {
  if (node.kind === 'back') return true;
  if (node.kind === 'zero') return node.node !== undefined && mayExplode(node.node);
  if (node.kind === 'sequence' && tradingLoops(node.nodes) > 3) return true;
  if (node.kind === 'sequence' || node.kind === 'choice') return node.nodes.some(mayExplode);
  if (node.kind !== 'repeat') return false;
  if (node.node.kind === 'set') return false;
  return mayExplode(node.node) || (node.max >= MANY && !roundsAreDistinct(node.node));
}

/**
 * Whether matching `pattern` is known not to take exponential time (ReDoS, CWE-1333). Errs on the
 * careful side: loops whose rounds could be cut in more than one way are refused.
 */
export function isSafePattern(pattern: string): boolean {
  return compilePattern(pattern) !== undefined && !mayExplode(parsePattern(pattern));
}

/** Longer texts are not matched: what is left of the running time is polynomial in the length. */
const MAX_MATCHED = 1000;

/** Whether `text` matches; patterns that do not compile or are not safe match everything. */
export function matchesPattern(text: string, pattern: string): boolean {
  if (text.length > MAX_MATCHED || !isSafePattern(pattern)) return true;
  return compilePattern(pattern)?.test(text) ?? true;
}

const PREFERRED = [
  ...'abcdefghijklmnopqrstuvwxyz',
  ...'0123456789',
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ...'-_. /:@',
];
const charOf = (set: CharSet, variant: number): string => {
  const usable = PREFERRED.filter((char) => (set & bit(char.charCodeAt(0))) !== 0n);
  const preferred = usable[variant % Math.max(usable.length, 1)];
  if (preferred !== undefined) return preferred;
  for (let code = 33; code < 128; code++) {
    if ((set & bit(code)) !== 0n) return String.fromCharCode(code);
  }
  return (set & OTHER) === 0n ? String.fromCharCode(set.toString(2).length - 1) : 'é';
};

/**
 * A text that should match `pattern`, at least `minLength` long where its loops allow it; `undefined`
 * when the pattern needs more than this generator knows. Other `variant`s give other texts.
 */
export function textForPattern(pattern: string, minLength = 0, variant = 0): string | undefined {
  const regex = compilePattern(pattern);
  if (regex === undefined) return undefined;
  const safe = isSafePattern(pattern);
  const tree = parsePattern(pattern);
  const write = (node: PatternNode, rounds: number): string => {
    switch (node.kind) {
      case 'set':
        return charOf(node.set, variant);
      case 'sequence':
        return node.nodes.map((child) => write(child, rounds)).join('');
      case 'choice': {
        const chosen = node.nodes[variant % node.nodes.length];
        return chosen ? write(chosen, rounds) : '';
      }
      case 'repeat': {
        const times = Math.min(Math.max(node.min, rounds), node.max, MAX_MATCHED);
        return write(node.node, Math.min(rounds, 1)).repeat(times);
      }
      default:
        return '';
    }
  };
  // Fewest rounds that are long enough; one round reads better than none.
  for (const rounds of [1, 0, 2, 4, 8, minLength]) {
    const text = write(tree, rounds);
    // Trying an unsafe pattern could take for ever; what was written after it fits as a rule.
    if ([...text].length >= minLength && (!safe || regex.test(text))) return text;
  }
  return undefined;
}
