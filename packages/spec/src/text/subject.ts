import { isWord, type Token } from './tokens.js';
import { anyVerbAt } from './verb-at.js';
import { DETERMINERS } from './word-classes.js';

/** Who acts when an agent is described: they stand before the verb and are no object. */
const ACTORS = new Set(
  'user users agent agents bot bots assistant assistants people members member guests guest customers customer visitors players player students staff employees subscribers followers drivers patients clients admins moderators everyone everybody anyone it they plugin extension integration team teams'.split(
    ' ',
  ),
);
const WISH = /^(?:wants?|needs?|likes?|wish|wishes|tries|try|has|have|ought)$/;

/** `Members log their runs` → `log their runs`; without such a subject nothing changes. */
export function withoutSubject(tokens: readonly Token[]): Token[] {
  let at = 0;
  while (
    at < 3 &&
    tokens[at]?.kind === 'word' &&
    DETERMINERS.has(tokens[at]?.lower ?? '') &&
    !isWord(tokens[at], 'it', 'they')
  )
    at++;
  const actor = tokens[at];
  const possibly = isWord(tokens[at], 'ai', 'registered', 'new', 'our') ? at + 1 : at;
  if (!actor || !ACTORS.has(tokens[possibly]?.lower ?? '') || tokens[possibly]?.mention)
    return [...tokens];
  let verb = possibly + 1;
  while (isWord(tokens[verb], 'also', 'then', 'just', 'simply', 'automatically')) verb++;
  if (WISH.test(tokens[verb]?.lower ?? '') && isWord(tokens[verb + 1], 'to')) verb += 2;
  const use = anyVerbAt(tokens, verb);
  if (!use || use.form === 'past' || use.form === 'gerund') return [...tokens];
  // "user search": without a number that agrees, the words are one noun phrase.
  const plural = /s$|^(?:people|staff|they|everyone|everybody|anyone)$/.test(
    tokens[possibly]?.lower ?? '',
  );
  const agrees = use.form === 'third' || plural || isWord(tokens[verb - 1], 'to');
  const follows = tokens[verb + use.length];
  return agrees && follows ? tokens.slice(verb) : [...tokens];
}
