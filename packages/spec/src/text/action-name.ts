/** UPPER_SNAKE of the parts, at most 60 characters. */
export const actionName = (parts: readonly string[]) => {
  const name = parts
    .join('_')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
    .slice(0, 60)
    .replace(/_+$/, '');
  return /^[A-Z]/.test(name) ? name : `RUN_${name}`;
};
