import { scryptSync, randomBytes } from 'node:crypto';

export const keep = (password: string) => scryptSync(password, randomBytes(16), 32);
