export const send = (height: number) => window.parent.postMessage({ height }, '*');
