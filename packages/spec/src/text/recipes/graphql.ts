import { READING } from '../lexicon.js';
import { camelName, parametersOf } from '../parameters.js';
import { ask, assume } from '../spec-draft.js';
import { useApi } from '../use-api.js';
import { addAction } from './action-base.js';
import type { ActionRecipe } from './recipe.js';

/** A GraphQL operation; its fields are a guess that has to be looked at. */
export const graphql: ActionRecipe = {
  id: 'graphql-query',
  fits: ({ mention, text }) => {
    if (!mention) return 0;
    if (/\bgraphql\b/i.test(text)) return 0.9;
    return mention.entry?.recipes[0] === 'graphql-query' ? 0.8 : 0;
  },
  apply: (action, draft) => {
    if (!action.mention) return;
    const use = useApi(draft, action.mention);
    const parameters = parametersOf(action).map((one) => ({
      ...one,
      schema: { type: 'string' as const, maxLength: 4000 },
      examples: [],
    }));
    const field = camelName(action.words) || 'result';
    const reads = READING.has(action.verb.class);
    const name = reads
      ? field
      : `${camelName([action.verb.name])}${field.slice(0, 1).toUpperCase()}${field.slice(1)}`;
    const declared = parameters
      .map(({ name: one, required }) => `$${one}: String${required ? '!' : ''}`)
      .join(', ');
    const passed = parameters.map(({ name: one }) => `${one}: $${one}`).join(', ');
    const document = `${reads ? 'query' : 'mutation'} Request${declared === '' ? '' : `(${declared})`} { ${name}${passed === '' ? '' : `(${passed})`} { id } }`;
    const base = draft.apis[use.api]?.baseUrl;
    const path =
      use.path ?? (base !== undefined && new URL(base).pathname !== '/' ? '/' : '/graphql');
    const at = addAction(draft, action, 'graphql-query', {
      run: {
        kind: 'graphql',
        api: use.api,
        path,
        document,
        variables: parameters.map((one) => ({ parameter: one.name, name: one.name })),
        auth: use.auth,
        example: { [name]: { id: '1' } },
      },
      parameters,
    });
    assume(
      draft,
      `${at}/run/document`,
      document,
      `${action.mention.name}: the query asks for "${name}" and its id only.`,
      action.mention.span,
    );
    ask(draft, {
      id: `operation:${action.mention.id}`,
      text: `Which GraphQL field of ${action.mention.name} is meant, and which of its fields matter?`,
      path: `${at}/run/document`,
      choices: [document],
      fallback: document,
    });
  },
};
