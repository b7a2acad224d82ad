import { randomBytes, scryptSync } from 'node:crypto';

export const keyOf = (phrase: string, salt = randomBytes(16)) => ({
  salt,
  key: scryptSync(phrase, salt, 32),
});
