import { randomUUID } from 'node:crypto';

export function open() {
  const sessionToken = randomUUID();
  return sessionToken;
}
