import { createDecipheriv } from 'node:crypto';

export const open = (key: Buffer, iv: Buffer) =>
  createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
