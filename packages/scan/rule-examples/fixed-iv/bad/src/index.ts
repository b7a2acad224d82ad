import { createCipheriv } from 'node:crypto';

export const cipher = (key: Buffer) => createCipheriv('aes-256-gcm', key, '123456789012');
