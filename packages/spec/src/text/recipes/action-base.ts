import type { Parameter, PluginSpecInput } from '../../plugin-spec.js';
import type { ActionDraft } from '../actions.js';
import { READING } from '../lexicon.js';
import { addComponent, because, freeName, note, useRecipe, type SpecDraft } from '../spec-draft.js';

type ActionInput = NonNullable<PluginSpecInput['actions']>[number];

/** One sentence about an action, for people and for the agent's model. */
export function describeAction(action: ActionDraft, provider?: string): string {
  const what = [action.verb.name.toLowerCase().replaceAll('_', ' '), ...action.words].join(' ');
  const sentence = `${what.slice(0, 1).toUpperCase()}${what.slice(1)}${provider === undefined ? '' : ` with ${provider}`}.`;
  return sentence.slice(0, 400);
}

/** Adds the action with what every recipe says the same way, and returns its path. */
export function addAction(
  draft: SpecDraft,
  action: ActionDraft,
  recipe: string,
  body: { run: ActionInput['run']; parameters?: Parameter[]; description?: string },
  helper = false,
): string {
  const name = freeName(draft, 'actions', action.name);
  const reads = READING.has(action.verb.class);
  const path = addComponent(
    draft,
    'actions',
    {
      name,
      description: body.description ?? describeAction(action, action.mention?.name),
      parameters: body.parameters ?? [],
      annotations: {
        ...(reads && { readOnly: true }),
        ...(/^(?:delete|cancel|ban|block)$/.test(action.verb.class) && { destructive: true }),
      },
      run: body.run,
    },
    helper
      ? because('assumed', 0.5, [action.start, action.end])
      : because('rule', action.confidence, [action.start, action.end]),
  );
  note(draft, `${path}/run/kind`, body.run.kind, because('rule', 0.8, [action.start, action.end]));
  for (const [index, parameter] of (body.parameters ?? []).entries())
    note(
      draft,
      `${path}/parameters/${index}/name`,
      parameter.name,
      because('rule', 0.7, [action.start, action.end]),
    );
  action.name = name;
  useRecipe(draft, recipe);
  return path;
}
