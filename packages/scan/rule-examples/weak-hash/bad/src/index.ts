import { createHash } from 'node:crypto';

export const digest = (text: string) => createHash('md5').update(text).digest('hex');
