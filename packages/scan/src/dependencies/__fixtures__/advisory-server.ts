import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import semver from 'semver';

/** An advisory as the registry stores it, and the OSV record that is the same. */
export interface Flaw {
  readonly name: string;
  readonly ghsa: string;
  readonly title: string;
  readonly severity: string;
  readonly range: string;
  readonly osv?: object;
}

export const FLAWS: readonly Flaw[] = [
  {
    name: 'minimist',
    ghsa: 'GHSA-vh95-rmgr-6w4m',
    title: 'Prototype Pollution in minimist',
    severity: 'moderate',
    range: '<0.2.1',
  },
  {
    name: 'lodash',
    ghsa: 'GHSA-35jh-r3h4-6jhm',
    title: 'Command Injection in lodash',
    severity: 'high',
    range: '<4.17.21',
  },
];

/** A record in the form of OSV for a flaw whose range is `<fixed`. */
export const osvRecord = (flaw: Flaw, modified = '2026-11-20T00:00:00Z'): object => ({
  schema_version: '1.6.0',
  id: flaw.ghsa,
  modified,
  aliases: ['CVE-2021-1'],
  summary: flaw.title,
  affected: [
    {
      package: { ecosystem: 'npm', name: flaw.name },
      ranges: [
        { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: flaw.range.replace('<', '') }] },
      ],
    },
  ],
  database_specific: { severity: flaw.severity.toUpperCase(), cwe_ids: ['CWE-94'] },
});

/** What a server does in place of the usual. */
export type Disturbance =
  | 'none'
  | '405'
  | 'silent'
  | 'garbage'
  | 'wrong-shape'
  | 'oversize'
  | 'redirect'
  | 'knows-nothing'
  | 'bomb';

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
};

export interface AdvisoryServer {
  readonly url: string;
  /** Method and path of each request. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

/** A registry and an OSV service on a free port of this machine; `documents` are the packuments. */
export async function advisoryServer(
  options: {
    readonly npm?: Disturbance;
    readonly osv?: Disturbance;
    readonly flaws?: readonly Flaw[];
    readonly documents?: Readonly<Record<string, unknown>>;
    readonly files?: Readonly<Record<string, Buffer>>;
  } = {},
): Promise<AdvisoryServer> {
  const { flaws = FLAWS, documents = {}, files = {} } = options;
  const requests: string[] = [];
  const answer: RequestListener = (request, response) => {
    const path = request.url ?? '';
    requests.push(`${request.method} ${path}`);
    const json = (value: unknown) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const disturbed = (kind: Disturbance | undefined): boolean => {
      if (kind === '405') response.writeHead(405).end('{}');
      else if (kind === 'garbage') response.end('<html>It works!</html>');
      else if (kind === 'wrong-shape') json({ lodash: 'fine', results: 'fine' });
      else if (kind === 'oversize') response.end(`{"a":"${'x'.repeat(200_000)}"}`);
      else if (kind === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end();
      else if (kind === 'knows-nothing') json({ results: [{}, {}, {}] });
      else if (kind === 'bomb')
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.from('not gzip'));
      else return kind === 'silent';
      return true;
    };
    void (async () => {
      const body = await bodyOf(request);
      if (path.endsWith('/advisories/bulk')) {
        if (disturbed(options.npm)) return;
        const asked = JSON.parse(body) as Record<string, string[]>;
        const found: Record<string, object[]> = {};
        for (const [index, { name, ghsa, title, severity, range }] of flaws.entries())
          if (asked[name]?.some((version) => semver.satisfies(version, range)))
            (found[name] ??= []).push({
              id: 1000 + index,
              url: `https://github.com/advisories/${ghsa}`,
              title,
              severity,
              vulnerable_versions: range,
              cwe: ['CWE-77'],
              cvss: { score: 7.2, vectorString: null },
            });
        return json(found);
      }
      if (path === '/v1/querybatch') {
        if (disturbed(options.osv)) return;
        const { queries } = JSON.parse(body) as {
          queries: { package: { name: string }; version: string; page_token?: string }[];
        };
        return json({
          results: queries.map(({ package: { name }, version, page_token: page }) => {
            const ids = flaws
              .filter((one) => one.name === name && semver.satisfies(version, one.range))
              .map(({ ghsa: id }) => ({ id, modified: '2026-11-20T00:00:00Z' }));
            // More than one id comes in pages, as with the real service.
            const at = Number(page ?? 0);
            return {
              ...(ids[at] && { vulns: [ids[at]] }),
              ...(at + 1 < ids.length && { next_page_token: String(at + 1) }),
            };
          }),
        });
      }
      const id = /^\/v1\/vulns\/(?<id>.+)$/.exec(path)?.groups?.['id'];
      const flaw = flaws.find((one) => one.ghsa === id);
      if (flaw) return flaw.osv === undefined ? json(osvRecord(flaw)) : json(flaw.osv);
      const file = files[path];
      if (file) return void response.end(file);
      const document = documents[decodeURIComponent(path.slice(1))];
      if (document !== undefined) return json(document);
      return void response.writeHead(404).end('{"error":"Not found"}');
    })();
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** How a test reaches it. */
export const networkOf = ({ url }: Pick<AdvisoryServer, 'url'>) => ({
  registry: url,
  osv: url,
  allowHttp: true,
  allowPrivate: true,
  timeoutMs: 2000,
});
