import type { ActionDraft } from './actions.js';
import * as recipes from './recipes/index.js';
import type { ActionRecipe, ClauseRecipe } from './recipes/index.js';
import type { RoutedClause } from './route-clause.js';
import type { SpecDraft } from './spec-draft.js';

const ACTIONS: readonly ActionRecipe[] = [
  recipes.mcpBridge,
  recipes.jsonRpc,
  recipes.graphql,
  recipes.compute,
  recipes.signedTransaction,
  recipes.collection,
  recipes.textTool,
  recipes.httpAction,
  recipes.skeleton,
];
const CLAUSES: readonly ClauseRecipe[] = [
  recipes.feedWatch,
  recipes.webhookReceiver,
  recipes.monitorNotify,
  recipes.contextProvider,
  recipes.messageEvaluator,
  recipes.plainRoute,
];

function best<T>(candidates: readonly T[], score: (candidate: T) => number): T | undefined {
  let found: T | undefined;
  let most = 0;
  for (const candidate of candidates) {
    const value = score(candidate);
    if (value > most) [found, most] = [candidate, value];
  }
  return found;
}

/** The building block for an action; the last resort is a place for code. */
export const recipeForAction = (action: ActionDraft, draft: SpecDraft): ActionRecipe =>
  best(ACTIONS, (recipe) => recipe.fits(action, draft)) ?? recipes.skeleton;

/** The building block for a clause that asks for something other than an action, if there is one. */
export const recipeForClause = (clause: RoutedClause, draft: SpecDraft): ClauseRecipe | undefined =>
  best(CLAUSES, (recipe) => recipe.fits(clause, draft));
