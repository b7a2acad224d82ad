/**
 * The access token that the fixture server gives out and then wants to see. Schemes with the same
 * client share it, because they share the setting that says where tokens come from.
 */
export const tokenOf = (scheme: { clientIdEnv: string }): string =>
  `token-of-${scheme.clientIdEnv}`;
