/** Collects `a,b` and repeated options into one list; empty parts are dropped. */
export const listOption = (value: string, before: readonly string[] = []): string[] => [
  ...before,
  ...value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
];
