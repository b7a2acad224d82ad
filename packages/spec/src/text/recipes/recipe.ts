import type { ActionDraft } from '../actions.js';
import type { Mention } from '../entities.js';
import type { RoutedClause } from '../route-clause.js';
import type { SpecDraft } from '../spec-draft.js';

/** A building block: knows when it fits an action, and writes its part of the spec. */
export interface ActionRecipe {
  id: string;
  /** 0: does not fit; the best one wins, the earlier of equals. */
  fits: (action: ActionDraft, draft: SpecDraft) => number;
  apply: (action: ActionDraft, draft: SpecDraft) => void;
}

/** The same for clauses that ask for something other than an action. */
export interface ClauseRecipe {
  id: string;
  fits: (clause: RoutedClause, draft: SpecDraft) => number;
  apply: (clause: RoutedClause, draft: SpecDraft, mention: Mention | undefined) => void;
}
