/** A request that was not let through. */
export interface BlockedRequest {
  method: string;
  /** Without query: it may hold a secret. */
  url: string;
}

/** Header that tells the fixture server during which step a request was made, percent-encoded. */
export const stepHeader = 'x-plugwright-step';

/** Where requests may go. */
export interface FetchRules {
  origin?: string | undefined;
  rewrites: readonly { from: string; to: string }[];
  network: boolean;
  /** The step that is running. */
  step?: (() => string) | undefined;
}

/**
 * Replaces `fetch`: requests to the fixture server pass, known token addresses are sent there, and
 * all others fail as they do without a network. Other ways out are the sandbox's business.
 */
export function guardFetch(rules: FetchRules, target: { fetch: typeof fetch }): BlockedRequest[] {
  const blocked: BlockedRequest[] = [];
  const real = target.fetch;
  const origin = rules.origin === undefined ? undefined : new URL(rules.origin).origin;
  target.fetch = async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const url = new URL(request?.url ?? String(input));
    const { to } = rules.rewrites.find((rule) => new URL(rule.from).href === url.href) ?? {};
    if (to !== undefined) return real(request ? new Request(to, request) : to, init);
    if (url.origin === origin && rules.step) {
      const headers = new Headers(init?.headers ?? request?.headers);
      headers.set(stepHeader, encodeURIComponent(rules.step()));
      return real(input, { ...init, headers });
    }
    const local = url.protocol === 'data:' || url.protocol === 'blob:';
    if (rules.network || local || url.origin === origin) return real(input, init);
    const method = init?.method ?? request?.method ?? 'GET';
    blocked.push({ method, url: `${url.origin}${url.pathname}` });
    const cause = Object.assign(new Error(`getaddrinfo ENOTFOUND ${url.hostname}`), {
      code: 'ENOTFOUND',
      syscall: 'getaddrinfo',
    });
    throw new TypeError('fetch failed', { cause });
  };
  return blocked;
}
