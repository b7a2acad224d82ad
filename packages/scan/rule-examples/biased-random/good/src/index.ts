import { randomInt } from 'node:crypto';

export const digit = () => randomInt(10);
