import type { OpenApiDocument } from './document.js';
import { wordsOf } from './naming.js';
import type { Located } from './reference.js';
import { mainServer, serverOf, type Server } from './servers.js';

/** An API of the plugin: one base URL and the variable that overrides it. */
export interface ReadApi {
  id: string;
  server: Server;
  baseUrlEnv: string;
}

/** The servers of a document as APIs, made when an operation first uses one. */
export interface Apis {
  of(item: Located, operation: Located): string;
  used(): ReadApi[];
  main: Server;
}

export function createApis(document: OpenApiDocument, stem: string, prefix: string): Apis {
  const main = mainServer(document);
  const found = new Map<string, ReadApi>();
  const ids = new Set<string>();
  const envs = new Set<string>();
  const keyOf = ({ baseUrl, path }: Server) => `${baseUrl ?? ''} ${path}`;
  const register = (server: Server): string => {
    const known = found.get(keyOf(server));
    if (known !== undefined) return known.id;
    const isMain = keyOf(server) === keyOf(main);
    const host = server.baseUrl === undefined ? 'other' : new URL(server.baseUrl).hostname;
    const label = wordsOf(host.replace(/^(?:www|api)\./, '').replace(/\.[a-z]+$/, ''))
      .join('-')
      .toLowerCase()
      .slice(0, 30);
    const wantedId = isMain ? stem : `${stem}-${label || 'other'}`;
    const wantedEnv = isMain
      ? `${prefix}_BASE_URL`
      : `${prefix}_${(label || 'other').replaceAll('-', '_').toUpperCase()}_BASE_URL`;
    let [id, baseUrlEnv] = [wantedId, wantedEnv];
    for (let n = 2; ids.has(id) || envs.has(baseUrlEnv); n++) {
      id = `${wantedId}-${n}`;
      baseUrlEnv = `${wantedEnv}_${n}`;
    }
    ids.add(id);
    envs.add(baseUrlEnv);
    found.set(keyOf(server), { id, server, baseUrlEnv });
    return id;
  };
  // The main API keeps its plain name, whichever operation comes first.
  ids.add(stem);
  envs.add(`${prefix}_BASE_URL`);
  return {
    main,
    of(item, operation) {
      const own =
        document.version === '2.0'
          ? undefined
          : (serverOf(operation.value, document) ?? serverOf(item.value, document));
      const server = own ?? main;
      if (keyOf(server) === keyOf(main) && !found.has(keyOf(main))) {
        ids.delete(stem);
        envs.delete(`${prefix}_BASE_URL`);
      }
      return register(server);
    },
    used: () => [...found.values()],
  };
}
