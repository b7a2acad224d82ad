/** The gates in their order. Not imported from `@plugwright/verify`, which is loaded only when they run. */
export const gateNames = ['parse', 'types', 'bundle', 'boot', 'tests'] as const;
