/** The gates that every plugin goes through, in their order. Not imported from `@plugwright/verify`, which is loaded only when they run. */
export const gateNames = ['parse', 'types', 'bundle', 'boot', 'tests'] as const;

/** With the one that is for who asks for it, by budgets in the spec or on the command line. */
export const allGateNames = [...gateNames, 'performance'] as const;

/** What `--require-isolation` can ask for. */
export const isolationLevels = ['sandbox', 'restricted'] as const;
