/** The gates in their order. Not imported from `@plugwright/verify`, which is loaded only when they run. */
export const gateNames = ['parse', 'types', 'bundle', 'boot', 'tests'] as const;

/** What `--require-isolation` can ask for. */
export const isolationLevels = ['sandbox', 'restricted'] as const;
