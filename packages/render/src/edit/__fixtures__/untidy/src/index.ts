import {type Plugin} from "@elizaos/core"; import {findAction} from "./actions/find";
import {
  boxAction
} from './actions/box'
import {aaaAction} from "./actions/aaa";
const keep = [findAction,
  boxAction, aaaAction]
export const atticPlugin : Plugin = { name: "plugin-attic", description: 'Old things',
    actions: keep,
    providers: [{ name: 'ATTIC',
      get: async () => ({ text: '' }) }],
        evaluators: [ ],
    routes: [
      { type: 'GET', path: '/boxes', handler: async (_req, res) => { res.json([]) } },
      { type: 'GET', path: '/finds', handler: async (_req, res) => { res.json([]) } }, ]
}
