import { createCipheriv, randomBytes } from 'node:crypto';

export const cipher = (key: Buffer) => createCipheriv('des-ede3-cbc', key, randomBytes(8));
