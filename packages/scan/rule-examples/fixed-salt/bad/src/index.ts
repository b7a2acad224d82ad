import { scryptSync } from 'node:crypto';

export const keyOf = (phrase: string) => scryptSync(phrase, 'salt', 32);
