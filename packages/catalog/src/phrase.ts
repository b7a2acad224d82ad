import { singular, splitWords } from './terms.js';
import { isPlainVerb, type VerbClass, verbClasses } from './verbs.js';

/** `head`: what it is done to; `modifier`: words before the head; `context`: where, whose, for whom. */
export type TermRole = 'verb' | 'head' | 'modifier' | 'context';

export interface PhraseTerm {
  /** Singular, lower case. */
  term: string;
  role: TermRole;
}

/** What somebody wants done, as far as the words say it. */
export interface Phrase {
  /** The verb as written; absent: only a noun ("daily forecast"). */
  verb: string | undefined;
  /** The verb's classes, the usual one first. */
  classes: readonly VerbClass[];
  terms: readonly PhraseTerm[];
  /** "my", "me": what belongs to whoever asks. */
  own: boolean;
  /** The head is in the plural: a list is wanted. */
  many: boolean;
}

const words = (text: string) => new Set(text.split(' '));
const determiners = words(
  'a an the this that these those some any all its their his her our your another other each every',
);
const fillers = words(
  'please can could would should will to be is are am was when what which who we you it also new given just currently about and or using use s t i up out back if whether',
);
const own = words('my me mine myself');
const prepositions = words(
  'of in on at from for with by into onto to inside within under via as through between per over',
);
/** "roll back" may be one word in a name: `rollback`. */
const particles = words('back up out off down');
/** Nouns that look like plurals. */
const never = words('status news series address sms dns analysis access business');

/** The verb is the first word when we know it, or when an object follows it ("reboot a droplet"). */
function readVerb(tokens: readonly string[]): { verb?: string; classes: readonly VerbClass[] } {
  const [first, second] = tokens;
  if (first === undefined) return { classes: [] };
  const classes = verbClasses(first);
  if (classes.length > 0) return { verb: first, classes };
  const follows =
    second !== undefined &&
    (determiners.has(second) ||
      own.has(second) ||
      prepositions.has(second) ||
      particles.has(second));
  return follows ? { verb: first, classes: ['act'] } : { classes: [] };
}

/** Reads a clause such as "list the cards on a board". At most 40 words count. */
export function readPhrase(text: string): Phrase {
  const all = splitWords(text.slice(0, 2000)).slice(0, 40);
  const start = all.findIndex(
    (word) => !fillers.has(word) && !determiners.has(word) && !own.has(word),
  );
  const tokens = start < 0 ? [] : all.slice(start);
  const { verb, classes } = readVerb(tokens);
  const terms: PhraseTerm[] = [];
  if (verb !== undefined && !isPlainVerb(verb)) terms.push({ term: singular(verb), role: 'verb' });
  const rest = verb === undefined ? tokens : tokens.slice(1);
  if (verb !== undefined && particles.has(rest[0] ?? ''))
    terms.push({ term: verb + rest[0], role: 'verb' });

  let many = false;
  let inContext = false;
  let head: PhraseTerm | undefined;
  for (const word of rest) {
    if (prepositions.has(word)) {
      // "search for tracks", "comment on an issue": without an object before it, the object follows.
      inContext = head !== undefined;
      continue;
    }
    if (fillers.has(word) || determiners.has(word) || own.has(word)) continue;
    const term: PhraseTerm = { term: singular(word), role: inContext ? 'context' : 'head' };
    if (!inContext) {
      if (head !== undefined) head.role = 'modifier';
      head = term;
      many = term.term !== word && !never.has(word);
    }
    terms.push(term);
  }
  // "Show orders" is a list, "show an order" is not.
  const asList = many && classes[0] === 'read';
  return {
    verb,
    classes: asList ? ['list', ...classes] : classes,
    terms,
    own: all.some((word) => own.has(word)),
    many,
  };
}
