import type { PluginSpecInput } from '../../plugin-spec.js';
import { singular } from '../lemma.js';
import { verbNamed } from '../lexicon.js';
import {
  ask,
  addComponent,
  assume,
  because,
  freeName,
  note,
  useRecipe,
  warn,
} from '../spec-draft.js';
import { knownRequest } from '../known-operation.js';
import { useApi } from '../use-api.js';
import { camelName } from '../parameters.js';
import { ensureCollection } from './collection.js';
import { guessedPath, requestOf } from './http-action.js';
import { sentence, subjectOf, upperName } from './names.js';
import type { ClauseRecipe } from './recipe.js';

type ProviderRun = NonNullable<PluginSpecInput['providers']>[number]['run'];

/** What the agent always knows: of a provider, of its own collection, or a fixed text. */
export const contextProvider: ClauseRecipe = {
  id: 'context-provider',
  fits: ({ kind }) => (kind === 'provider' ? 0.8 : 0),
  apply: (clause, draft, mention) => {
    const { start, end } = clause.clause;
    const words = subjectOf(clause.clause.tokens.slice(clause.clause.verb?.length ?? 0));
    const name = freeName(
      draft,
      'providers',
      upperName(words.length > 0 ? words : [mention?.id ?? 'context', 'state'], 'CONTEXT'),
    );
    const reason = because('rule', clause.confidence, [start, end]);
    const add = (run: ProviderRun) => {
      useRecipe(draft, 'context-provider');
      return addComponent(
        draft,
        'providers',
        { name, description: sentence(clause.text), run },
        reason,
      );
    };
    const item = singular(words.at(-1) ?? '');
    const kept = draft.parsed.actions.find(
      (action) =>
        !action.mention &&
        singular(action.words.at(-1) ?? '') === item &&
        /^(?:create|save|remember|track)$/.test(action.verb.class),
    );
    if (item !== '' && (Object.hasOwn(draft.collections, camelName([item])) || kept)) {
      const collection =
        Object.hasOwn(draft.collections, camelName([item])) || !kept
          ? camelName([item])
          : ensureCollection(draft, item, kept);
      add({ kind: 'collection', collection });
      return;
    }
    const own =
      draft.parsed.mentions.find(
        ({ span, confidence }) => span[0] >= start && span[1] <= end && confidence >= 0.5,
      ) ?? mention;
    if (own) {
      const use = useApi(draft, own);
      const get = verbNamed('get') ?? { class: 'get', name: 'GET', noun: false, alone: false };
      const known =
        own.entry &&
        knownRequest(draft, own.entry, { verb: get, words, text: clause.text }, use, 'nobody');
      const { run } =
        known ?? requestOf({ verb: get, words: words.length > 0 ? words : ['state'] }, use, []);
      const path = add(run);
      if (known) note(draft, `${path}/run/path`, run.path, because('catalogue', 0.9, own.span));
      else if (use.path === undefined) guessedPath(draft, path, run.path, own);
      return;
    }
    const quoted = draft.parsed.verbatims.find(
      ({ kind, span }) => kind === 'quoted' && span[0] >= start && span[1] <= end,
    );
    if (quoted) {
      add({ kind: 'text', template: quoted.value.replace(/[{}]/g, '') });
      return;
    }
    if (/\b(?:current |local )?(?:date|time|day)\b/i.test(clause.text)) {
      const path = add({ kind: 'custom', notes: clause.text.slice(0, 500) });
      assume(
        draft,
        path,
        'custom',
        'The agent knows the time already; the provider has a place for your code.',
        [start, end],
      );
      return;
    }
    const path = add({ kind: 'custom', notes: `Asked for as: ${clause.text}`.slice(0, 1000) });
    warn(
      draft,
      'PW_TEXT_NO_RECIPE',
      `${path}/run`,
      `Nothing says where "${words.join(' ') || 'this'}" comes from; ${name} has a place for your code.`,
      'Name the service or the API that knows it.',
    );
    ask(draft, {
      id: `provider:${name}`,
      text: `Where does "${words.join(' ') || 'the context'}" come from? Name the service or the address of its API.`,
      path: `${path}/run`,
      choices: [],
      fallback: 'a file to write yourself',
    });
  },
};
