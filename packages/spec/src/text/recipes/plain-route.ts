import { addComponent, assume, because, freeName, note, useRecipe } from '../spec-draft.js';
import { kebabName, sentence } from './names.js';
import type { ClauseRecipe } from './recipe.js';

const STATUS = /\b(?:health|status|ping|alive|ready|readiness|liveness|version|up)\b/i;

/** A path that answers: whether the plugin is alive, or what an action says. */
export const plainRoute: ClauseRecipe = {
  id: 'route',
  fits: ({ kind }) => (kind === 'route' ? 0.6 : 0),
  apply: (clause, draft) => {
    const { start, end } = clause.clause;
    const given = draft.parsed.verbatims.find(
      ({ kind, span, value }) =>
        kind === 'path' &&
        span[0] >= start &&
        span[1] <= end &&
        /^\/[A-Za-z0-9._~:/-]*$/.test(value),
    );
    const status = STATUS.test(clause.text);
    const action = status ? undefined : draft.actions.find(({ run }) => run.kind !== 'custom');
    const stem =
      given?.value.slice(1) ?? (status ? 'status' : (action?.name.toLowerCase() ?? 'info'));
    const name = freeName(draft, 'routes', kebabName(stem.split(/[^A-Za-z0-9]+/), 'route'), '-');
    const posts =
      action !== undefined && /\b(?:post|submit|trigger|run|start)\b/i.test(clause.text);
    const path = addComponent(
      draft,
      'routes',
      {
        name,
        description: sentence(clause.text),
        method: posts ? 'POST' : 'GET',
        path: given?.value ?? `/${name}`,
        run: action
          ? { kind: 'action', action: action.name }
          : { kind: 'text', template: status ? 'ok' : sentence(clause.text).replace(/[{}]/g, '') },
      },
      because('rule', clause.confidence, [start, end]),
    );
    if (given) note(draft, `${path}/path`, given.value, because('quoted', 0.95, given.span));
    else assume(draft, `${path}/path`, `/${name}`, `The route is called /${name}.`, [start, end]);
    useRecipe(draft, 'route');
  },
};
