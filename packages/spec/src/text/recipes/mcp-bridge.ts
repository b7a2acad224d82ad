import { parametersOf } from '../parameters.js';
import { addVariable, ask, assume, because, note, textParameter } from '../spec-draft.js';
import { useApi } from '../use-api.js';
import { addAction } from './action-base.js';
import type { ActionRecipe } from './recipe.js';

const MCP = /\b(?:mcp|model context protocol)\b/i;

/** A tool of an MCP server, under the agent's own name for it. */
export const mcpBridge: ActionRecipe = {
  id: 'mcp-bridge',
  fits: (action, draft) =>
    MCP.test(action.text) || (MCP.test(draft.parsed.text) && draft.parsed.routed.length <= 3)
      ? 0.95
      : 0,
  apply: (action, draft) => {
    const server =
      action.mention && action.mention.url !== undefined
        ? useApi(draft, action.mention)
        : undefined;
    const api = server?.api ?? 'mcp';
    if (!server && !draft.apis['mcp']) {
      draft.apis['mcp'] = { baseUrlEnv: 'MCP_SERVER_URL' };
      addVariable(
        draft,
        {
          name: 'MCP_SERVER_URL',
          description: 'Address of the MCP server, without /mcp.',
          required: true,
        },
        'Where the MCP server answers.',
        because('assumed', 0.4, [action.start, action.end]),
      );
      ask(draft, {
        id: 'api:mcp',
        text: 'Where does the MCP server answer?',
        path: '/apis/mcp',
        choices: [],
        fallback: 'the setting MCP_SERVER_URL',
      });
    }
    const quoted = draft.parsed.verbatims.find(
      ({ kind, span }) =>
        (kind === 'quoted' || kind === 'code') && span[0] >= action.start && span[1] <= action.end,
    );
    const tool = quoted?.value ?? [action.verb.name, ...action.words].join('_').toLowerCase();
    const said = parametersOf(action).filter(({ name }) => !/^(?:server|tool|mcp)/i.test(name));
    const parameters =
      said.length > 0 ? said : [textParameter('query', 'What the tool is asked', false, 'example')];
    const at = addAction(draft, action, 'mcp-bridge', {
      run: {
        kind: 'mcp',
        api,
        path: server?.path ?? '/mcp',
        tool: tool.slice(0, 200),
        auth: server?.auth ?? [],
        example: { content: [{ type: 'text', text: 'done' }] },
      },
      parameters,
    });
    if (quoted) note(draft, `${at}/run/tool`, tool, because('quoted', 0.95, quoted.span));
    else assume(draft, `${at}/run/tool`, tool, `The tool of the MCP server is called ${tool}.`);
  },
};
