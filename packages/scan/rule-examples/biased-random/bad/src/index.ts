import { randomBytes } from 'node:crypto';

export const digit = () => randomBytes(1)[0] % 10;
