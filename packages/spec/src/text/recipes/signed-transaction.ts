import type { ActionDraft } from '../actions.js';
import type { Mention } from '../entities.js';
import { parametersOf } from '../parameters.js';
import { addVariable, because, warn, type SpecDraft } from '../spec-draft.js';
import { useApi } from '../use-api.js';
import { addAction, describeAction } from './action-base.js';
import type { ActionRecipe } from './recipe.js';

/** What moves value on a chain: a transaction that a wallet signs, never a plain request. */
const SIGNED =
  /^(?:transfer|send|swap|bridge|stake|unstake|deposit|withdraw|borrow|repay|lend|buy|sell|trade|claim|redeem|delegate|vote|provide_liquidity)$/;
const MADE = /^(?:MINT|DEPLOY|LAUNCH|ISSUE)$/;
const KEY = /(?:PRIVATE_KEY|WALLET_SECRET_KEY|RECOVERY_PHRASE|MNEMONIC)$/;

const keysOf = ({ entry }: Mention) => (entry?.env ?? []).filter(({ name }) => KEY.test(name));

/** The chain whose wallet signs: named in the clause, or anywhere when the clause names nothing. */
function chainOf(action: ActionDraft, draft: SpecDraft): Mention | undefined {
  if (!SIGNED.test(action.verb.class) && !MADE.test(action.verb.name)) return undefined;
  const own = action.mention;
  const isOwn = own && own.span[0] >= action.clause.start && own.span[1] <= action.clause.end;
  if (isOwn) return keysOf(own).length > 0 ? own : undefined;
  return draft.parsed.mentions.find((mention) => keysOf(mention).length > 0);
}

/** A place for the code that signs, with the chain's address and the key declared. */
export const signedTransaction: ActionRecipe = {
  id: 'signed-transaction',
  fits: (action, draft) => (chainOf(action, draft) ? 0.7 : 0),
  apply: (action, draft) => {
    const chain = chainOf(action, draft);
    if (!chain) return;
    useApi(draft, chain);
    const keys = keysOf(chain);
    for (const { name, description } of keys)
      addVariable(
        draft,
        { name, description, required: false, sensitive: true },
        `Signs transactions on ${chain.name}.`,
        because('catalogue', 0.9, chain.span),
      );
    const path = addAction(draft, action, 'signed-transaction', {
      run: {
        kind: 'custom',
        notes:
          `Asked for as: ${action.text}. Sign with ${keys.map(({ name }) => name).join(', ')}.`.slice(
            0,
            1000,
          ),
      },
      parameters: parametersOf(action),
      description: describeAction(action, chain.name),
    });
    warn(
      draft,
      'PW_TEXT_NO_RECIPE',
      `${path}/run`,
      `${action.name} needs a transaction that a wallet on ${chain.name} signs; no building block signs, so it has a place for your code.`,
      `Write the body in src/handlers with an SDK of ${chain.name}; ${keys.map(({ name }) => name).join(', ')} is declared for it.`,
    );
  },
};
