import type { PluginSpecInput } from '../../plugin-spec.js';
import { addComponent, assume, because, freeName, note, useRecipe } from '../spec-draft.js';
import { sentence, subjectOf, upperName } from './names.js';
import type { ClauseRecipe } from './recipe.js';

type EvaluatorRun = NonNullable<PluginSpecInput['evaluators']>[number]['run'];

const LABELS =
  /\b(?:as|into|whether (?:it|they|the \w+) (?:is|are|was|were))\s+((?:[\w-]+\s*,\s*)*[\w-]+\s*,?\s+or\s+[\w-]+)/i;

/** `as positive, neutral or negative` gives the labels; fewer than two are none. */
export function labelsOf(text: string): string[] | undefined {
  const list = LABELS.exec(text)?.[1];
  if (list === undefined) return undefined;
  const labels = list
    .split(/\s*,\s*(?:or\s+)?|\s+or\s+/)
    .map((label) => label.trim().toLowerCase())
    .filter(Boolean);
  return labels.length >= 2 && labels.length <= 12 ? [...new Set(labels)] : undefined;
}

/** Looks at each message: for quoted words, or by a question to the agent's own model. */
export const messageEvaluator: ClauseRecipe = {
  id: 'message-evaluator',
  fits: ({ kind }) => (kind === 'evaluator' ? 0.8 : 0),
  apply: (clause, draft) => {
    const { start, end } = clause.clause;
    const quoted = draft.parsed.verbatims.filter(
      ({ kind, span }) => kind === 'quoted' && span[0] >= start && span[1] <= end,
    );
    const byWord =
      quoted.length > 0 &&
      /\b(?:words?|mentions?|contains?|says?|keywords?|phrases?)\b/i.test(clause.text);
    const labels = labelsOf(clause.text);
    const words = subjectOf(clause.clause.tokens.slice(clause.clause.verb?.length ?? 0));
    const verb = clause.clause.verb?.verb.name ?? 'EVALUATE';
    const name = freeName(draft, 'evaluators', upperName([verb, ...words], 'EVALUATE_MESSAGE'));
    const run: EvaluatorRun = byWord
      ? { kind: 'words', words: quoted.map(({ value }) => value).slice(0, 64) }
      : {
          kind: 'model',
          criteria: sentence(clause.text).replace(/[{}]/g, '').slice(0, 1000),
          ...(labels && { labels }),
          remember: true,
        };
    const path = addComponent(
      draft,
      'evaluators',
      { name, description: sentence(clause.text), run },
      because('rule', clause.confidence, [start, end]),
    );
    for (const [index, one] of byWord ? quoted.entries() : [])
      note(draft, `${path}/run/words/${index}`, one.value, because('quoted', 0.95, one.span));
    if (!byWord && !labels)
      assume(
        draft,
        `${path}/run/criteria`,
        (run as { criteria: string }).criteria,
        "The agent's own model judges each message by the sentence as it stands.",
        [start, end],
      );
    useRecipe(draft, 'message-evaluator');
  },
};
