export const lighthousePlugin = { title: 'not a plugin', actions: [{ name: 'LIGHTHOUSE_SIGNAL' }] };
