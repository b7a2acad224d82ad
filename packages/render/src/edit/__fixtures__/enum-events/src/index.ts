import { EventType, type MessagePayload, type Plugin } from '@elizaos/core';

async function onMessage({ message }: MessagePayload) {
  message.content.text ??= '';
}

const events: Plugin['events'] = {
  [EventType.MESSAGE_RECEIVED]: [onMessage],
  'RUN_ENDED': [],
};

export const radioPlugin: Plugin = {
  'name': 'plugin-radio',
  'description': 'On air',
  'events': events,
};
export default radioPlugin;
