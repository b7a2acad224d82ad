import packageJson from '../package.json' with { type: 'json' };

/** Of this command, from its package.json. */
export const { version } = packageJson;
