import type { PluginSpecInput } from '../../plugin-spec.js';
import type { ActionDraft } from '../actions.js';
import { singular } from '../lemma.js';
import { camelName, parametersOf } from '../parameters.js';
import { assume, because, note, textParameter, type SpecDraft } from '../spec-draft.js';
import { addAction, describeAction } from './action-base.js';
import type { ActionRecipe } from './recipe.js';

type Operation = Extract<
  NonNullable<PluginSpecInput['actions']>[number]['run'],
  { kind: 'collection' }
>['operation'];

const OPERATIONS: Readonly<Record<string, Operation>> = {
  create: 'add',
  save: 'add',
  remember: 'add',
  track: 'add',
  book: 'add',
  list: 'list',
  get: 'list',
  recall: 'list',
  search: 'search',
  update: 'update',
  rename: 'update',
  complete: 'complete',
  confirm: 'complete',
  cancel: 'remove',
  delete: 'remove',
  forget: 'remove',
};
const WRITES = new Set(['create', 'save', 'remember', 'track']);
/** The text itself says that the agent keeps it. */
const KEPT =
  /\b(?:(?:stored?|saved?|kept?|keeps?|remember(?:s|ed)?) .*\b(?:memory|agent|locally|itself)|in (?:the agent's |its |the |agent )?(?:own )?memory|in memory|(?:keep|keeps|maintain|maintains|manage|manages) (?:a|my|our|their) [\w -]*\blists?|notes? to self|to-?dos?|shopping list|grocery list|reminders?|bookmarks?|journal|diary|habits?|expenses?|watchlist|wishlist|inventory|contacts?|notes?|tasks?|flashcards?|quotes? collection|recipes? collection|scoreboard|leaderboard|polls?)\b/i;
/** Made by somebody else or elsewhere; the agent's storage cannot stand in for it. */
const REMOTE =
  /^(?:image|picture|video|song|report|tweet|post|issue|repository|repo|payment|invoice|order|wallet|token|transaction|email|message|channel|server|website|page|file|workflow|event|meeting|account|pr|branch|database|table|pod|container|deployment|playlist|tunnel|session)s?$/;

/** Head noun in the singular: what one entry is called. */
export const itemOf = (action: Pick<ActionDraft, 'words'>): string =>
  singular(action.words.at(-1) ?? '');

/** Things the agent keeps itself: nobody else is named, and they are both written and read or said to be kept. */
export const collection: ActionRecipe = {
  id: 'collection',
  fits: (action, draft) => {
    const item = itemOf(action);
    if (
      action.mention ||
      item === '' ||
      OPERATIONS[action.verb.class] === undefined ||
      REMOTE.test(item)
    )
      return 0;
    const same = draft.parsed.actions.filter((other) => !other.mention && itemOf(other) === item);
    const writes = same.some(({ verb }) => WRITES.has(verb.class));
    const several =
      new Set(same.map(({ verb }) => OPERATIONS[verb.class]).filter((one) => one !== undefined))
        .size > 1;
    if (!writes && !several) return 0;
    return several || KEPT.test(draft.parsed.text) ? 0.85 : 0;
  },
  apply: (action, draft) => {
    const item = itemOf(action);
    const id = ensureCollection(draft, item, action);
    const operation = operationOf(action);
    addAction(draft, action, 'collection', {
      run: { kind: 'collection', collection: id, operation },
      description: describeAction(action),
    });
  },
};

const operationOf = (action: ActionDraft): Operation => {
  if (action.verb.name === 'CLEAR' || /\b(?:clear|all)\b/.test(action.words.join(' ')))
    return action.verb.class === 'delete' ? 'clear' : (OPERATIONS[action.verb.class] ?? 'list');
  return OPERATIONS[action.verb.class] ?? 'list';
};

export function ensureCollection(draft: SpecDraft, item: string, action: ActionDraft): string {
  const id = camelName([item]) || 'entry';
  if (Object.hasOwn(draft.collections, id)) return id;
  const said = draft.parsed.actions
    .filter((other) => itemOf(other) === item && WRITES.has(other.verb.class))
    .flatMap((other) => parametersOf(other))
    .filter(({ name }) => name !== 'which' && name.toLowerCase() !== item && name !== 'text');
  const scope = /\b(?:per user|each user|user's|users'|own|my|personal(?:ly)?)\b/i.test(action.text)
    ? 'user'
    : 'room';
  draft.collections[id] = {
    item,
    fields: [
      textParameter('text', `What the ${item} is about`, true),
      ...said
        .filter((one, i) => said.findIndex(({ name }) => name === one.name) === i)
        .slice(0, 6)
        .map((one) => ({ ...one, required: false })),
    ],
    scope,
  };
  note(draft, `/collections/${id}/item`, item, because('rule', 0.85, [action.start, action.end]));
  assume(
    draft,
    `/collections/${id}/scope`,
    scope,
    scope === 'user'
      ? `Each user has ${item} entries of their own.`
      : `All in one conversation share the ${item} entries.`,
  );
  return id;
}
