import type { PluginSpecInput } from '../../plugin-spec.js';
import { verbNamed } from '../lexicon.js';
import { periodOf } from '../schedule.js';
import {
  addComponent,
  ask,
  assume,
  because,
  freeName,
  note,
  useRecipe,
  warn,
} from '../spec-draft.js';
import { knownRequest } from '../known-operation.js';
import { useApi } from '../use-api.js';
import { guessedPath, requestOf } from './http-action.js';
import { lowerName, sentence, subjectOf, upperName } from './names.js';
import { notifyThrough, receiverOf } from './notify.js';
import type { ClauseRecipe } from './recipe.js';

type PollRun = Extract<NonNullable<PluginSpecInput['services']>[number]['run'], { kind: 'poll' }>;

const AMOUNT = '(?:[$€£]\\s?)?(\\d[\\d,]*(?:\\.\\d+)?)\\s?(k|m)?\\b';
const ABOVE = new RegExp(
  `\\b(?:above|over|exceeds?|more than|higher than|greater than|rises? (?:to|above)|goes (?:above|over)|reach(?:es)?|hits?|crosses|at least)\\s+${AMOUNT}(?!\\s?%)`,
  'i',
);
const BELOW = new RegExp(
  `\\b(?:below|under|less than|lower than|drops? (?:to|below|under)|falls? (?:to|below|under)|goes (?:below|under)|at most)\\s+${AMOUNT}(?!\\s?%)`,
  'i',
);

/** What counts as news, from `rises above 100`, `new …`, `contains "x"`. */
export function conditionOf(text: string): NonNullable<PollRun['when']> {
  const number = (match: RegExpExecArray) =>
    Number((match[1] ?? '0').replaceAll(',', '')) *
    ({ k: 1000, m: 1_000_000 }[(match[2] ?? '').toLowerCase()] ?? 1);
  const above = ABOVE.exec(text);
  if (above) return { is: 'above', value: number(above) };
  const below = BELOW.exec(text);
  if (below) return { is: 'below', value: number(below) };
  const word = /\b(?:contains?|mentions?|includes?|matches)\s+["']([^"']{1,100})["']/i.exec(
    text,
  )?.[1];
  if (word !== undefined) return { is: 'contains', value: word };
  return {
    is: /\bnew(?:est|ly)?\b|\bappears?\b|\bpublish|\breleas/i.test(text) ? 'new' : 'changed',
  };
}

/** Asks a provider again and again and tells somebody when the answer is news. */
export const monitorNotify: ClauseRecipe = {
  id: 'monitor-notify',
  fits: ({ kind }, draft) => (kind === 'service' && draft.parsed.mentions.length > 0 ? 0.7 : 0),
  apply: (clause, draft, near) => {
    const { start, end } = clause.clause;
    const receiver = receiverOf(clause, draft);
    const own = draft.parsed.mentions.filter(({ span }) => span[0] >= start && span[1] <= end);
    const source =
      own.find((mention) => mention !== receiver && mention.id !== receiver?.id) ??
      (near && near.id !== receiver?.id ? near : undefined);
    if (!source) return;
    const use = useApi(draft, source);
    const get = verbNamed('get');
    const tokens =
      clause.clause.condition.length > 0
        ? clause.clause.condition.slice(1)
        : clause.clause.tokens.slice(clause.clause.verb?.length ?? 0);
    const words = subjectOf(tokens).filter((word) => word !== 'new');
    const wanted = {
      verb: get ?? { class: 'get', name: 'GET', noun: false, alone: false },
      words,
      text: clause.text,
    };
    const known = source.entry && knownRequest(draft, source.entry, wanted, use, 'nobody');
    const { run: request } =
      known ??
      requestOf(
        {
          verb: get ?? { class: 'get', name: 'GET', noun: false, alone: false },
          words: words.length > 0 ? words : ['status'],
        },
        use,
        [],
      );
    const everyMs = Math.min(
      Math.max(clause.schedule ? periodOf(clause.schedule) : 300_000, 1000),
      86_400_000,
    );
    const when = conditionOf(clause.text);
    const run: PollRun = {
      kind: 'poll',
      everyMs,
      request,
      event: upperName([source.id, ...words, 'news'], 'NEWS'),
      when,
      notify: notifyThrough(
        draft,
        clause,
        receiver,
        `${[source.name, ...words].join(' ').replace(/[{}]/g, '')}: {value}`,
      ),
    };
    const name = freeName(draft, 'services', lowerName([source.id, ...words, 'watch'], 'watch'));
    const path = addComponent(
      draft,
      'services',
      { name, description: sentence(clause.text), run },
      because('rule', clause.confidence, [start, end]),
    );
    note(
      draft,
      `${path}/run/when`,
      when,
      because('rule', when.value === undefined ? 0.6 : 0.85, [start, end]),
    );
    if (!clause.schedule)
      assume(draft, `${path}/run/everyMs`, everyMs, `${source.name} is asked every 5 minutes.`);
    else
      note(
        draft,
        `${path}/run/everyMs`,
        everyMs,
        because('rule', 0.9, [start + clause.schedule.start, start + clause.schedule.end]),
      );
    if (known)
      note(draft, `${path}/run/request/path`, request.path, because('catalogue', 0.9, source.span));
    else if (use.path === undefined)
      guessedPath(draft, `${path}/run/request`, request.path, source);
    if (/\bweb-?sockets?\b|\bstream/i.test(clause.text))
      warn(
        draft,
        'PW_TEXT_POLLED',
        `${path}/run`,
        `${source.name} is asked again and again; a stream is not kept open.`,
        'Shorten everyMs, or write a service of your own for the stream.',
        'info',
      );
    if (/\d\s?%/.test(clause.text))
      ask(draft, {
        id: `condition:${name}`,
        text: 'The spec can compare with a number, not with a change in percent. From which value on is it news?',
        path: `${path}/run/when`,
        choices: ['any change'],
        fallback: 'any change',
      });
    useRecipe(draft, 'monitor-notify');
  },
};
