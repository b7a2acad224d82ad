import type { PluginSpecInput } from '../../plugin-spec.js';
import { periodOf } from '../schedule.js';
import {
  addComponent,
  addHost,
  addVariable,
  ask,
  assume,
  because,
  freeName,
  note,
  useRecipe,
} from '../spec-draft.js';
import { lowerName, sentence, subjectOf } from './names.js';
import { notifyThrough, receiverOf, tells } from './notify.js';
import type { ClauseRecipe } from './recipe.js';

type FeedRun = Extract<NonNullable<PluginSpecInput['services']>[number]['run'], { kind: 'feed' }>;

const FEED = /\b(?:rss|atom|(?:json |news |blog |podcast |rss |atom )?feeds?|podcasts?|blogs?)\b/i;

/** New entries of RSS, Atom or JSON Feed. */
export const feedWatch: ClauseRecipe = {
  id: 'feed-watch',
  fits: ({ kind, text }) => (kind === 'service' && FEED.test(text) ? 0.9 : 0),
  apply: (clause, draft) => {
    const { parsed } = draft;
    const url = parsed.verbatims.find(
      ({ kind, value }) => kind === 'url' && /^https?:/i.test(value),
    );
    const receiver = receiverOf(clause, draft);
    const everyMs = Math.min(
      Math.max(clause.schedule ? periodOf(clause.schedule) : 900_000, 1000),
      86_400_000,
    );
    const run: FeedRun = { kind: 'feed', everyMs, event: 'FEED_ENTRY' };
    addVariable(
      draft,
      {
        name: 'FEED_URL',
        description: 'Address of the feed.',
        ...(url === undefined && { required: true }),
      },
      'Says which feed is read.',
      because(url ? 'rule' : 'assumed', 0.5, [clause.clause.start, clause.clause.end]),
    );
    run.urlEnv = 'FEED_URL';
    if (url) {
      run.url = url.value;
      addHost(draft, new URL(url.value).host, 'The feed is there.');
    } else
      ask(draft, {
        id: 'feed',
        text: 'Which feed should be read (its URL)?',
        path: '/services',
        choices: [],
        fallback: 'the setting FEED_URL',
      });
    if (tells(clause.text)) run.notify = notifyThrough(draft, clause, receiver, '{title}\n{link}');
    const name = freeName(
      draft,
      'services',
      lowerName(
        [...subjectOf(clause.clause.tokens).slice(-1), 'feed'].filter(
          (w, i, all) => all.indexOf(w) === i,
        ),
        'feed_watch',
      ),
    );
    const path = addComponent(
      draft,
      'services',
      { name, description: sentence(clause.text), run },
      because('rule', 0.85, [clause.clause.start, clause.clause.end]),
    );
    if (url) note(draft, `${path}/run/url`, url.value, because('quoted', 0.95, url.span));
    if (!clause.schedule)
      assume(draft, `${path}/run/everyMs`, everyMs, 'The feed is read every 15 minutes.');
    else
      note(
        draft,
        `${path}/run/everyMs`,
        everyMs,
        because('rule', 0.9, [
          clause.clause.start + clause.schedule.start,
          clause.clause.start + clause.schedule.end,
        ]),
      );
    useRecipe(draft, 'feed-watch');
  },
};
