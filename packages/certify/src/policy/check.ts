import type { CertificateFacts } from '../facts.js';

/** `not evaluated` is never a pass. */
export type Answer = 'pass' | 'fail' | 'not evaluated';

/** What a check says about a plugin, and why. */
export interface Verdict {
  answer: Answer;
  reason: string;
}

/** A question about the facts. Which level needs it, and how much, is the policy's matter. */
export interface Check<Id extends string = string> {
  id: Id;
  /** What holds when it passes, for a page that strangers read. */
  title: string;
  evaluate: (facts: CertificateFacts, limit: number) => Verdict;
}

export const pass = (reason: string): Verdict => ({ answer: 'pass', reason });
export const fail = (reason: string): Verdict => ({ answer: 'fail', reason });
export const unknown = (reason: string): Verdict => ({ answer: 'not evaluated', reason });

/** A pass when nothing is in the list, else a fail that names the first few. */
export const none = (found: readonly string[], good: string): Verdict =>
  found.length === 0 ? pass(good) : fail(some(found));

/** The first three of a list, and how many more there are. */
export const some = (list: readonly string[]): string =>
  `${list.slice(0, 3).join('; ')}${list.length > 3 ? `; and ${list.length - 3} more` : ''}`;

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
