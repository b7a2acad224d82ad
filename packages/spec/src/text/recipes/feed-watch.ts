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
  type SpecDraft,
} from '../spec-draft.js';
import { feedFor, isPattern, type ProviderFeed } from '../catalogue/feeds.js';
import type { Mention } from '../entities.js';
import type { RoutedClause } from '../route-clause.js';
import { lowerName, sentence, subjectOf, upperName } from './names.js';
import { notifyThrough, receiverOf, tells } from './notify.js';
import type { ClauseRecipe } from './recipe.js';

type FeedRun = Extract<NonNullable<PluginSpecInput['services']>[number]['run'], { kind: 'feed' }>;

const FEED = /\b(?:rss|atom|(?:json |news |blog |podcast |rss |atom )?feeds?|podcasts?|blogs?)\b/i;

/** New entries of RSS, Atom or JSON Feed. */
export const feedWatch: ClauseRecipe = {
  id: 'feed-watch',
  fits: (clause, draft) => {
    if (clause.kind !== 'service') return 0;
    return FEED.test(clause.text) || knownFeed(clause, draft) ? 0.9 : 0;
  },
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
    const known = url ? undefined : knownFeed(clause, draft);
    if (known) {
      addKnownFeed(draft, clause, run, known);
      return;
    }
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

interface KnownFeed {
  mention: Mention;
  feed: ProviderFeed;
}

/** A provider that has a feed of what the clause waits for (`a new release`). */
function knownFeed(clause: RoutedClause, draft: SpecDraft): KnownFeed | undefined {
  const { start, end } = clause.clause;
  const receiver = receiverOf(clause, draft);
  const words = draft.parsed.text.slice(start, end).match(/[A-Za-z]+/g) ?? [];
  for (const mention of draft.parsed.mentions) {
    if (!mention.entry || mention === receiver || mention.span[0] < start || mention.span[1] > end)
      continue;
    const feed = feedFor(mention.entry.id, words);
    if (feed && /\b(?:new|newest|latest|releas|publish|appear|post|upload|open)/i.test(clause.text))
      return { mention, feed };
  }
  return undefined;
}

function addKnownFeed(
  draft: SpecDraft,
  clause: RoutedClause,
  run: FeedRun,
  { mention, feed }: KnownFeed,
): void {
  const { start, end } = clause.clause;
  const pattern = isPattern(feed);
  const env = `${upperName([mention.id], 'PROVIDER')}_FEED_URL`;
  addVariable(
    draft,
    {
      name: env,
      description: pattern
        ? `Address of the feed: ${feed.url} with your own names.`
        : `Another feed of ${mention.name}.`,
      ...(pattern && { required: true }),
    },
    'Says which feed is read.',
    because('catalogue', 0.9, mention.span),
  );
  run.urlEnv = env;
  run.event = upperName([mention.id, ...feed.about.slice(0, 1), 'published'], 'FEED_ENTRY');
  if (pattern && !/^https:\/\/[^/]*[A-Z]/.test(feed.url))
    addHost(draft, new URL(feed.url).host, `${mention.name} has its feeds there.`);
  if (!pattern) {
    run.url = feed.url;
    addHost(draft, new URL(feed.url).host, `${mention.name} has the feed there.`);
  }
  run.notify = notifyThrough(draft, clause, receiverOf(clause, draft), '{title}\n{link}');
  const name = freeName(
    draft,
    'services',
    lowerName([mention.id, ...feed.about.slice(0, 1), 'feed'], 'feed_watch'),
  );
  const path = addComponent(
    draft,
    'services',
    { name, description: sentence(clause.text), run },
    because('rule', clause.confidence, [start, end]),
  );
  note(draft, `${path}/run/urlEnv`, env, because('catalogue', 0.9, mention.span));
  if (pattern)
    assume(
      draft,
      `${path}/run/urlEnv`,
      feed.url,
      `${mention.name} is read through its feed, ${feed.url}, in ${env}.`,
      mention.span,
    );
  if (!clause.schedule)
    assume(draft, `${path}/run/everyMs`, run.everyMs, 'The feed is read every 15 minutes.');
  useRecipe(draft, 'feed-watch');
}
