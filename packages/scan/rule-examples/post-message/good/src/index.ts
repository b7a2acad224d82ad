export const send = (data: unknown) => window.parent.postMessage(data, 'https://app.test');
