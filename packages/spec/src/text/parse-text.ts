import { readActions, type ActionDraft } from './actions.js';
import { readClauses, type ClauseReading } from './clauses.js';
import { findMentions, type Mention } from './entities.js';
import { isFeatureList, readFeatures } from './features.js';
import { joinClauses, routeClause, type RoutedClause } from './route-clause.js';
import { tokenise, type Token } from './tokens.js';
import { findVerbatims, type Verbatim } from './verbatims.js';

/** Everything that was read from a text, before it becomes a spec. Offsets are of the normalised text. */
export interface ParsedText extends ClauseReading {
  text: string;
  verbatims: Verbatim[];
  mentions: Mention[];
  tokens: Token[];
  routed: RoutedClause[];
  actions: ActionDraft[];
  style: TextStyle;
}

/** `request`: somebody asks; `features`: a description with a list of what a plugin has; `nouns`: only names of things to get. */
export type TextStyle = 'request' | 'features' | 'nouns';

/** The language part of the pipeline, from normalised text to what is asked for. */
export function parseText(text: string, style?: TextStyle): ParsedText {
  const verbatims = findVerbatims(text);
  const mentions = findMentions(text, verbatims);
  const tokens = tokenise(text, verbatims, mentions);
  const manner = style ?? (isFeatureList(text) ? 'features' : 'request');
  if (manner !== 'request')
    return {
      ...readFeatures(text, verbatims, mentions, manner === 'nouns'),
      text,
      verbatims,
      mentions,
      tokens,
      style: manner,
    };
  const reading = readClauses(text, tokens);
  const routed = joinClauses(reading.clauses.map((clause) => routeClause(text, clause)));
  return {
    ...reading,
    text,
    verbatims,
    mentions,
    tokens,
    routed,
    actions: readActions(routed, mentions),
    style: manner,
  };
}
