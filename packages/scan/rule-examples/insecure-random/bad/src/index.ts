export function open() {
  const sessionToken = Math.random().toString(36);
  return sessionToken;
}
