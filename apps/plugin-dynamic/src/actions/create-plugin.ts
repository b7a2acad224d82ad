import type { Action } from '@elizaos/core';
import { shortId } from '../job-text.js';
import { bringsDocument, requestOfMessage, withoutAddress } from '../request-of-message.js';
import { guarded, serviceOf } from './guarded.js';
import { intentOf } from './intent-of.js';

const name = 'CREATE_PLUGIN';

/** Orders a plugin: a sentence, a pasted or attached document, the address of one. */
export const createPlugin: Action = {
  name,
  similes: ['BUILD_PLUGIN', 'MAKE_PLUGIN', 'GENERATE_PLUGIN', 'DESCRIBE_PLUGIN'],
  description:
    'Makes a new ElizaOS plugin from what the user describes, or from a spec or OpenAPI document that they paste, attach or give the https address of. Use it only when the user asks for a plugin, extension or integration to be made. It runs in the background; questions and the result are posted in the room.',
  parameters: {
    request: {
      type: 'string',
      required: false,
      description: 'What the plugin should do, in the words of the user, or the document itself',
    },
  },
  validate: async (runtime, message) =>
    serviceOf(runtime) !== null &&
    (intentOf(runtime, message) === 'create' || bringsDocument(message.content)),
  handler: guarded(name, async ({ runtime, message, service, parameters }) => {
    const { settings } = service;
    const agentName = runtime.character.name;
    const own = bringsDocument(message.content) || intentOf(runtime, message) === 'create';
    const given = parameters['request'];
    // The user's own words count; a planner's only when the message itself asks for nothing.
    const content =
      own || typeof given !== 'string' || given.trim() === ''
        ? message.content
        : { ...message.content, text: given };
    const asked = requestOfMessage(
      content,
      settings ?? { documents: undefined, allowUrls: false },
      agentName,
    );
    if ('refused' in asked)
      return { success: false, text: asked.refused, data: { code: 'PW_CHAT_SOURCE' } };
    const { roomId, entityId, id } = message;
    const { source } = message.content;
    const order = {
      agentId: runtime.agentId,
      roomId,
      entityId,
      ...(source === undefined ? {} : { source }),
      ...(id === undefined ? {} : { messageId: id }),
    };
    const title = titleOf(asked.request, withoutAddress(content.text ?? '', agentName));
    const { job, created } = await service.create(asked.request, order, title);
    const text = created
      ? `I make the plugin: job ${shortId(job.id)}. I ask here when something is open, and say when it is done.`
      : `That is job ${shortId(job.id)} already.`;
    return { text, values: { pluginJobId: job.id }, data: { jobId: job.id, created } };
  }),
  examples: [
    [
      { name: '{{name1}}', content: { text: 'Build a plugin that rolls dice and flips coins' } },
      { name: '{{name2}}', content: { text: 'I make the plugin.', actions: [name] } },
    ],
    [
      {
        name: '{{name1}}',
        content: { text: 'Make a plugin from https://petstore3.swagger.io/api/v3/openapi.json' },
      },
      { name: '{{name2}}', content: { text: 'I make the plugin.', actions: [name] } },
    ],
    [
      { name: '{{name1}}', content: { text: 'Which plugins do you like best?' } },
      { name: '{{name2}}', content: { text: 'I like the ones that are tested.' } },
    ],
  ],
};

/** What the job is called in lists: the sentence, or where the document is from. */
function titleOf(
  request: { source: string } | { text: string; from: string; isSentence?: boolean },
  said: string,
) {
  if ('source' in request) return request.source;
  const line = (request.isSentence === true ? request.text : said).split('\n')[0]?.trim() ?? '';
  const isWords = /\p{L}+\s+\p{L}+/u.test(line) && !/^[\w"']+:|^[{`]/.test(line);
  return isWords
    ? line
    : `a plugin from ${request.from === 'message' ? 'a pasted document' : request.from}`;
}
