import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../find-tools.js';
import { startProcess } from '../start-process.js';

/** A host with things to steal, to reach and to break. */
export interface Target {
  /** What stands in the secret file and is said by every listener. */
  secret: string;
  /** Directory that becomes the workspace of an attempt; holds a link to the secret file. */
  workspace: string;
  /** Directory that the attempts may read. */
  dependencies: string;
  /** What the code of the attempts knows of the host. */
  parameters: Readonly<Record<string, unknown>>;
  /** Variables of this process that no child was given. */
  environment: readonly string[];
  /** A datagram came in. */
  reached: () => boolean;
  /** Where attempts that copy out copy to. */
  out: string;
  /** The secret is in what was copied out; that is removed again. */
  copiedSecret: () => boolean;
  /** The process that should live has been ended. */
  victimDied: () => boolean;
  /** One of `parameters.written` was written, which may not be; it is removed again. */
  written: (at: number) => boolean;
  close: () => Promise<void>;
}

/** Makes a target; `close` removes everything again. */
export async function createTarget(): Promise<Target> {
  // Who looks for descriptors that were left open must know what is in them beforehand.
  const secret = process.env['PLUGWRIGHT_CANARY'] || randomUUID();
  const name = `plugwright-canary-${randomUUID()}`;
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'plugwright-canary-'));
  const workspace = join(root, 'work');
  const dependencies = join(root, 'node_modules');
  const home = writableHome(root);
  const secretFile = join(home, `.${name}`);
  const outside = join(root, 'outside');
  const out = join(root, 'out');
  for (const each of [workspace, dependencies, outside, out]) mkdirSync(each);
  writeFileSync(secretFile, secret, { mode: 0o600 });
  writeFileSync(join(dependencies, 'package.json'), '{}');
  symlinkSync(secretFile, join(workspace, 'planted'));
  const written = [join(outside, 'written'), `/usr/${name}`, join(dependencies, 'written')];

  let hits = 0;
  const servers = await listen(secret, [
    { port: 0, host: '127.0.0.1' },
    { port: 0, host: '::1' },
    { port: 0, host: ownAddress() },
    { path: join(root, 'socket') },
    { path: `\0${name}` },
  ]);
  const [tcp, tcp6, own, unix, abstract] = servers;
  const udp = createSocket('udp4').on('message', () => hits++);
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));

  const sleep = findTool('sleep');
  const victim =
    sleep === undefined
      ? undefined
      : startProcess({ command: sleep, args: ['600'], cwd: '/', env: {} });
  let died = false;
  victim?.exited.then(
    () => (died = true),
    () => (died = true),
  );
  const port = (server: Server | undefined) =>
    (server?.address() as { port?: number } | null)?.port;
  return {
    secret,
    workspace,
    dependencies,
    parameters: {
      secretFile,
      home,
      written,
      host: ownAddress(),
      tcp: port(tcp),
      tcp6: port(tcp6),
      own: port(own),
      udp: udp.address().port,
      socket: unix && join(root, 'socket'),
      abstract: abstract && name,
      victim: victim?.pid,
      self: process.pid,
    },
    environment: secretEnvironment(),
    reached: () => hits > 0,
    out,
    copiedSecret: () => {
      const found = contents(out).some((text) => text.includes(secret));
      rmSync(out, { recursive: true });
      mkdirSync(out);
      return found;
    },
    victimDied: () => died,
    written: (at) => {
      const path = written[at] ?? '';
      const found = existsSync(path);
      rmSync(path, { force: true });
      return found;
    },
    close: async () => {
      victim?.signalGroup('SIGKILL');
      victim?.release();
      servers.forEach((server) => server?.close());
      udp.close();
      rmSync(secretFile, { force: true });
      written.forEach((path) => rmSync(path, { force: true }));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The home directory, or one in its place for a user who has none. */
function writableHome(root: string): string {
  const home = homedir();
  try {
    const probe = mkdtempSync(join(home, '.plugwright-canary-'));
    rmSync(probe, { recursive: true });
    return home;
  } catch {
    mkdirSync(join(root, 'home'));
    return join(root, 'home');
  }
}

/** Texts of all files below a directory; what is no file says nothing. */
const contents = (directory: string): string[] =>
  readdirSync(directory, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), 'utf8')] : [],
  );

/** An address of this machine that is not loopback, else loopback. */
const ownAddress = () =>
  Object.values(networkInterfaces())
    .flat()
    .find((each) => each && !each.internal && each.family === 'IPv4')?.address ?? '127.0.0.1';

/** A server that cannot listen (no IPv6, no abstract sockets) is left out. */
const listen = (
  secret: string,
  places: readonly ({ port: number; host: string } | { path: string })[],
): Promise<(Server | undefined)[]> =>
  Promise.all(
    places.map(
      (place) =>
        new Promise<Server | undefined>((resolve) => {
          const server = createServer((socket) => {
            socket.on('error', () => {});
            socket.end(secret);
          });
          server.once('error', () => resolve(undefined));
          server.listen(place, () => resolve(server));
          server.unref();
        }),
    ),
  );

/** `NAME=value` of this process at its start, where the value says something. */
function secretEnvironment(): string[] {
  try {
    return readFileSync('/proc/self/environ', 'utf8')
      .split('\0')
      .filter((entry) => entry.length > 16 && !/^(?:PATH|HOME|TMPDIR|TEMP|TMP|LANG)=/.test(entry));
  } catch {
    return Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
  }
}
