import { createCipheriv, randomBytes } from 'node:crypto';

export const cipher = (key: Buffer) => createCipheriv('aes-256-gcm', key, randomBytes(12));
