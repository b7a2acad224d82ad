import type { Question } from './types.js';

/** At most this many are asked; more is an interrogation. */
export const MAX_QUESTIONS = 3;

/** What blocks the plugin most comes first: a missing service, then addresses, then details. */
const RANK: readonly RegExp[] = [
  /^what$/,
  /^provider:/,
  /^source$/,
  /^feed$/,
  /^api:/,
  /^which:/,
  /^condition:/,
  /^operation:/,
];

const rankOf = (id: string) => {
  const found = RANK.findIndex((pattern) => pattern.test(id));
  return found === -1 ? RANK.length : found;
};

/** The most useful questions, in order; what is left out stays an assumption. */
export function chooseQuestions(questions: readonly Question[]): Question[] {
  return questions
    .map((question, index) => ({ question, index }))
    .sort((a, b) => rankOf(a.question.id) - rankOf(b.question.id) || a.index - b.index)
    .slice(0, MAX_QUESTIONS)
    .map(({ question }) => question);
}
