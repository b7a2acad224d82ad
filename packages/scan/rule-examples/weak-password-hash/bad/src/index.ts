import { createHash } from 'node:crypto';

export const keep = (password: string) => createHash('sha256').update(password).digest();
