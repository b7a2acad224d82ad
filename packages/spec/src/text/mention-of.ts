import type { Clause } from './clauses.js';
import type { Mention } from './entities.js';

/** The provider of a clause: named in it, in its topic, or the nearest one before; the first of the text otherwise. */
export function mentionFor(clause: Clause, mentions: readonly Mention[]): Mention | undefined {
  const within = (from: number, to: number) =>
    mentions.filter(({ span }) => span[0] >= from && span[1] <= to);
  const own = within(clause.start, clause.end);
  const pool =
    own.length > 0 ? own : clause.topic ? within(clause.topic.start, clause.topic.end) : [];
  const best = [...pool].sort((a, b) => b.confidence - a.confidence)[0];
  if (best) return best;
  const sure = mentions.filter(({ confidence }) => confidence >= 0.6);
  return (
    sure.findLast(({ span }) => span[1] <= clause.start) ??
    sure.find(({ span }) => span[0] >= clause.end)
  );
}

/** Kinds of providers through which people are told things. */
export const CHANNELS: ReadonlySet<string> = new Set(['chat', 'social', 'productivity']);

/** What is sent goes to a channel that the clause names, wherever the content comes from. */
export const channelIn = (clause: Clause, mentions: readonly Mention[]): Mention | undefined =>
  mentions.find(
    ({ entry, span, confidence }) =>
      entry !== undefined &&
      confidence >= 0.5 &&
      CHANNELS.has(entry.category) &&
      span[0] >= clause.start &&
      span[1] <= clause.end,
  );

/** The name that stands in a stretch of the text. */
export const nearMention = (
  mentions: readonly Mention[],
  from: number,
  to: number,
): Mention | undefined =>
  mentions.find(
    ({ span, nameOnly, confidence }) =>
      nameOnly && confidence >= 0.5 && span[0] >= from && span[1] <= to,
  );
