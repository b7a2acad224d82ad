import { parametersOf } from '../parameters.js';
import type { ActionDraft } from '../actions.js';
import { ask, assume, because, note, textParameter } from '../spec-draft.js';
import { useApi } from '../use-api.js';
import { addAction } from './action-base.js';
import type { ActionRecipe } from './recipe.js';

interface Call {
  method: string;
  /** Names of positional values. */
  values: string[];
  fixed?: unknown[];
  example: unknown;
}

/** Calls of the public node interfaces (ethereum.org JSON-RPC, solana.com RPC, bitcoin core RPC). */
const CALLS: readonly (readonly [RegExp, RegExp, Call])[] = [
  [
    /^solana|helius/,
    /\bbalances?\b/,
    { method: 'getBalance', values: ['address'], example: { value: 1_000_000_000 } },
  ],
  [
    /^solana|helius/,
    /\b(?:slot|height|block)\b/,
    { method: 'getSlot', values: [], example: 250_000_000 },
  ],
  [
    /^solana|helius/,
    /\b(?:supply)\b/,
    { method: 'getTokenSupply', values: ['mint'], example: { value: { amount: '1000' } } },
  ],
  [
    /^solana|helius/,
    /\b(?:signatures?|transactions?|history)\b/,
    { method: 'getSignaturesForAddress', values: ['address'], example: [] },
  ],
  [
    /./,
    /\bbalances?\b/,
    {
      method: 'eth_getBalance',
      values: ['address'],
      fixed: ['latest'],
      example: '0xde0b6b3a7640000',
    },
  ],
  [/./, /\bgas\b/, { method: 'eth_gasPrice', values: [], example: '0x3b9aca00' }],
  [
    /./,
    /\b(?:block number|latest block|current block|block height|block)\b/,
    { method: 'eth_blockNumber', values: [], example: '0x10d4f' },
  ],
  [
    /./,
    /\breceipts?\b/,
    { method: 'eth_getTransactionReceipt', values: ['hash'], example: { status: '0x1' } },
  ],
  [
    /./,
    /\btransactions? counts?|nonces?\b/,
    { method: 'eth_getTransactionCount', values: ['address'], fixed: ['latest'], example: '0x1' },
  ],
  [
    /./,
    /\btransactions?\b/,
    { method: 'eth_getTransactionByHash', values: ['hash'], example: { blockNumber: '0x1' } },
  ],
];

function callOf(action: ActionDraft): { call: Call; quoted: boolean } | undefined {
  const named =
    /\b((?:eth|net|web3|debug|txpool|starknet|xrp|zks|rpc|system|chain|state)_[a-zA-Z]+|(?:get|send|is|simulate)[A-Z][A-Za-z]+)\b/.exec(
      action.text,
    )?.[1];
  if (named !== undefined)
    return { call: { method: named, values: [], example: {} }, quoted: true };
  const id = action.mention?.id ?? '';
  const words = `${action.words.join(' ')} ${action.text.toLowerCase()}`;
  if (/^(?:xrpl|near|sui|starknet)/.test(id)) return undefined;
  const found = CALLS.find(([provider, what]) => provider.test(id) && what.test(words));
  return found && !/^(?:transfer|send|swap|bridge|stake|buy|sell)$/.test(action.verb.class)
    ? { call: found[2], quoted: false }
    : undefined;
}

/** A call of a node: the method is named, or one of those that every node has. */
export const jsonRpc: ActionRecipe = {
  id: 'json-rpc',
  fits: (action) => {
    if (!action.mention) return 0;
    const asked = /\bjson-?rpc\b/i.test(action.text);
    if (!asked && action.mention.entry?.recipes[0] !== 'json-rpc') return 0;
    return callOf(action) ? 0.9 : asked ? 0.7 : 0;
  },
  apply: (action, draft) => {
    if (!action.mention) return;
    const use = useApi(draft, action.mention);
    const found = callOf(action);
    const call = found?.call ?? { method: action.name.toLowerCase(), values: [], example: {} };
    const said = parametersOf(action);
    const parameters =
      call.values.length > 0
        ? call.values.map((name) => textParameter(name, `The ${name}`, true))
        : found?.quoted
          ? said
          : [];
    const at = addAction(draft, action, 'json-rpc', {
      run: {
        kind: 'jsonrpc',
        api: use.api,
        path: use.path ?? '/',
        method: call.method,
        params: 'positional',
        bind: parameters.map(({ name }) => ({ parameter: name, name })),
        ...(call.fixed && { fixed: call.fixed }),
        auth: use.auth,
        example: call.example,
      },
      parameters,
    });
    if (found?.quoted)
      note(
        draft,
        `${at}/run/method`,
        call.method,
        because('quoted', 0.95, [action.start, action.end]),
      );
    else if (found)
      note(
        draft,
        `${at}/run/method`,
        call.method,
        because('rule', 0.7, [action.start, action.end]),
      );
    else {
      assume(draft, `${at}/run/method`, call.method, `The method is called ${call.method}.`);
      ask(draft, {
        id: `operation:${action.mention.id}`,
        text: `Which JSON-RPC method of ${action.mention.name} is meant?`,
        path: `${at}/run/method`,
        choices: [],
        fallback: call.method,
      });
    }
  },
};
