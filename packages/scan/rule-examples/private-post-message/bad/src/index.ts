export const send = (accountId: string) => window.parent.postMessage({ accountId }, '*');
