/** Stands in every planted value; nothing else says it. */
const marker = 'PWCANARY';

/** A value in the shape of its provider's keys, with the marker in it and characters that encoders change. */
export function markedValue(name: string, index: number): string {
  const body = `${marker}${index}x${((index + 7) * 2_654_435_761).toString(36)}`;
  if (/_(?:URL|RPC|ENDPOINT)$/.test(name)) return `https://u:${body}@host${index}.example/${body}`;
  const shapes = [
    `sk-${body}`,
    `ghp_${body}A9`,
    `${body}+/=&"q\\`,
    `{"private_key":"${body}aaaaaaaa"}`,
    `xoxb-${body}`,
    `${body} ü€`,
    `-----BEGIN PRIVATE KEY-----\n${body}bbbbbbbbbb\n-----END PRIVATE KEY-----`,
  ];
  return shapes[index % shapes.length] ?? body;
}

/** The encoding in which the marker stands in `bytes`, if it does. */
export function findMarker(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1');
  return Object.entries(decoders).find(([, decode]) => decode(text).some((one) => one.includes(marker)))?.[0];
}

const runs = (text: string, pattern: RegExp) => text.match(pattern) ?? [];
const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString('latin1');
const fromHex = (text: string) => Buffer.from(text, 'hex').toString('latin1');

const decoders: Record<string, (text: string) => string[]> = {
  raw: (text) => [text],
  'UTF-16': (text) => [text.replaceAll('\0', '')],
  base64: (text) =>
    runs(text, /[A-Za-z0-9+/_-]{10,}/g).flatMap((run) => [0, 1, 2, 3].map((at) => fromBase64(run.slice(at)))),
  hex: (text) => runs(text, /(?:[0-9A-Fa-f]{2}[ :]?){8,}[0-9A-Fa-f]?/g).flatMap((run) => [0, 1].map((at) => fromHex(run.replaceAll(/[ :]/g, '').slice(at)))),
  percent: (text) => [text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))],
  escapes: (text) => [text.replaceAll(/\\+u([0-9A-Fa-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))],
  numbers: (text) => runs(text, /\d{1,3}(?:,\s?\d{1,3}){7,}/g).map((run) => String.fromCharCode(...run.split(',').map(Number))),
};
