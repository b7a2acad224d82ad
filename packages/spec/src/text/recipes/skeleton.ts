import { parametersOf } from '../parameters.js';
import { ask, warn } from '../spec-draft.js';
import { addAction, describeAction } from './action-base.js';
import type { ActionRecipe } from './recipe.js';

/** What no other recipe covers: said plainly, with a place for the code. */
export const skeleton: ActionRecipe = {
  id: 'skeleton',
  fits: () => 0.1,
  apply: (action, draft) => {
    const said = parametersOf(action);
    const path = addAction(draft, action, 'skeleton', {
      run: { kind: 'custom', notes: `Asked for as: ${action.text}`.slice(0, 1000) },
      parameters: said,
      description: describeAction(action),
    });
    warn(
      draft,
      'PW_TEXT_NO_RECIPE',
      `${path}/run`,
      `No building block does "${action.text.trim().slice(0, 120)}"; ${action.name} has a place for your code.`,
      'Name the service or the API that does it, or write the body in src/handlers.',
    );
    ask(draft, {
      id: `provider:${action.name}`,
      text: `Which service does "${[action.verb.name.toLowerCase().replaceAll('_', ' '), ...action.words].join(' ')}"? Name it or give the address of its API.`,
      path: `${path}/run`,
      choices: [],
      fallback: 'a file to write yourself',
    });
  },
};
