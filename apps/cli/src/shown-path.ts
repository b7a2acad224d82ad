import { relative } from 'node:path';

/** A path as a person would type it from where they are. */
export const shownPath = (cwd: string, path: string): string => relative(cwd, path) || '.';
