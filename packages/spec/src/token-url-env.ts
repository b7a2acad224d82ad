const ENDING = /_?(?:OAUTH2?_)?CLIENT_ID$/;

/**
 * The setting that replaces the token URL of an OAuth2 scheme (`ACME_CLIENT_ID` → `ACME_TOKEN_URL`):
 * a test server or a tenant of one's own has another one than the document names.
 */
export function tokenUrlEnv(scheme: { clientIdEnv: string }): string {
  const stem = scheme.clientIdEnv.replace(ENDING, '');
  return stem === '' ? 'OAUTH_TOKEN_URL' : `${stem}_TOKEN_URL`;
}
