import * as childProcess from 'node:child_process';
import * as dgram from 'node:dgram';
import dns from 'node:dns';
import * as fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Capability, capabilitySet, readCapability } from './capability-log.js';
import { observeSettings } from './observe-environment.js';
import { observe } from './observe.js';

// The hooks stay in this process, which is that of this file alone; this file plays the plugin.
let noted: Capability[] = [];
let log: ReturnType<typeof observe>;
let directory: string;
beforeAll(() => {
  directory = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'plugwright-observe-')));
  log = observe({
    workspace: directory,
    isPlugin: (frame) => frame.includes('observe.test.ts'),
    note: (capability) => noted.push(capability),
    meant: (url) =>
      url.hostname === 'fixture.example'
        ? url.pathname === '/none'
          ? null
          : 'meant.example'
        : undefined,
  });
});
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

const during = async (work: () => unknown) => {
  noted = [];
  await work();
  return capabilitySet(noted);
};

describe('what a plugin touches', () => {
  it('is each file, read or written, by whatever way', async () => {
    const at = (name: string) => join(directory, name);
    const { files } = await during(async () => {
      fs.writeFileSync(at('a'), 'a');
      await readFile(pathToFileURL(at('a')), 'utf8');
      fs.copyFileSync(at('a'), at('b'));
      fs.renameSync(at('b'), at('c'));
      fs.closeSync(fs.openSync(at('a'), 'r'));
      fs.closeSync(fs.openSync(at('d'), fs.constants.O_CREAT | fs.constants.O_RDWR));
      fs.closeSync(fs.openSync(at('e'), 'a'));
      await promisify(fs.exists)(Buffer.from(at('f')) as unknown as string);
      fs.createReadStream(at('a')).destroy();
      fs.readFileSync(fs.openSync(at('a'), 'r'));
    });
    expect(files).toEqual(
      [
        { path: 'a', access: 'read' },
        { path: 'a', access: 'write' },
        { path: 'b', access: 'read' },
        { path: 'b', access: 'write' },
        { path: 'c', access: 'write' },
        { path: 'd', access: 'write' },
        { path: 'e', access: 'write' },
        { path: 'f', access: 'read' },
      ].filter(({ path, access }) => !(path === 'b' && access === 'read')),
    );
  });

  it('is a directory under a name that does not change', async () => {
    const { files } = await during(async () => {
      const made = [
        fs.mkdtempSync(join(directory, 'x-')),
        await fs.promises.mkdtemp(join(directory, 'x-')),
      ];
      for (const each of made) fs.writeFileSync(join(each, 'y'), '');
    });
    expect(files).toEqual([
      { path: 'x-XXXXXX', access: 'write' },
      { path: 'x-XXXXXX/y', access: 'write' },
    ]);
    expect(log.shownPath(process.env['HOME'] ?? '')).toMatch(/^~|^\$TMPDIR/);
    expect(log.shownPath('/etc/hosts')).toBe('/etc/hosts');
    expect(log.shownPath(directory)).toBe('.');
  });

  it('is each host that is looked up, connected to, sent to, or fetched from', async () => {
    const { hosts, files } = await during(async () => {
      dns.lookup('looked.invalid', () => {});
      await dns.promises.resolve4('resolved.invalid').catch(() => {});
      for (const to of [
        { host: 'one.invalid', port: 443 },
        { host: '::2', port: 99 },
      ])
        net
          .connect(to)
          .on('error', () => {})
          .destroy();
      net
        .connect(8443, 'TWO.invalid.')
        .on('error', () => {})
        .destroy();
      net
        .connect('/run/some.sock')
        .on('error', () => {})
        .destroy();
      net
        .connect({ path: '/run/other.sock' })
        .on('error', () => {})
        .destroy();
      const socket = dgram.createSocket('udp4').on('error', () => {});
      socket.send('x', 53, 'datagram.invalid', () => {});
      socket.close();
      for (const url of ['https://three.invalid/x', 'https://fixture.example/a', 'data:,x'])
        await fetch(url, { signal: AbortSignal.abort() }).catch(() => {});
      await fetch(new Request('http://fixture.example/none')).catch(() => {});
    });
    expect(hosts).toEqual(
      [
        '[::2]:99',
        'datagram.invalid:53',
        'looked.invalid',
        'meant.example',
        'one.invalid',
        'resolved.invalid',
        'three.invalid',
        'two.invalid:8443',
        ...(hosts.includes('fixture.example') ? ['fixture.example'] : []),
      ].sort(),
    );
    expect(files.map(({ path }) => path)).toEqual(['/run/other.sock', '/run/some.sock']);
  });

  it('is a host in whatever way its address is given, and not where none is', async () => {
    const { hosts, files } = await during(async () => {
      for (const connect of [
        () => net.connect(9),
        () => new net.Socket().connect(15),
        () => new net.Socket().connect(17, 'socket.invalid'),
        () => new net.Socket().connect('/run/third.sock'),
        () => net.connect('11' as never, 'text.invalid'),
        () => net.connect({ port: 13 }),
      ])
        connect()
          .on('error', () => {})
          .destroy();
      const socket = dgram.createSocket('udp4').on('error', () => {});
      socket.connect(54, 'peer.invalid', () => {});
      await new Promise<void>((resolve) => {
        const other = dgram.createSocket('udp4');
        // Without an address it is this machine.
        other.send('x', 55, () => other.close(() => resolve()));
      });
      socket.close();
      dns.lookup('localhost', () => {});
      for (const url of ['http://plain.invalid/', 'http://plain.invalid:8080/'])
        await fetch(url, { signal: AbortSignal.abort() }).catch(() => {});
      await expect(fetch('not a URL')).rejects.toThrow('URL');
    });
    // The socket may look the name up by then, or later.
    expect(hosts.filter((host) => host !== 'peer.invalid')).toEqual([
      'localhost:13',
      'localhost:15',
      'localhost:55',
      'localhost:9',
      'peer.invalid:54',
      'plain.invalid',
      'plain.invalid:8080',
      'socket.invalid:17',
      'text.invalid:11',
    ]);
    expect(files).toEqual([{ path: '/run/third.sock', access: 'write' }]);
  });

  it('is no host when a server of its own listens at a path', async () => {
    const path = join(directory, 'own.sock');
    const { hosts, files } = await during(async () => {
      const server = net.createServer((socket) => socket.end());
      await new Promise<void>((resolve) => server.listen(path, resolve));
      await new Promise((resolve) => net.connect(path).resume().on('close', resolve));
      await new Promise((resolve) => server.close(resolve));
    });
    expect(hosts).toEqual([]);
    expect(files).toEqual([{ path: 'own.sock', access: 'write' }]);
  });

  it('is not a server of its own process', async () => {
    const { hosts } = await during(async () => {
      const server = net.createServer((socket) => socket.end());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as net.AddressInfo;
      await new Promise((resolve) => net.connect(port, '127.0.0.1').resume().on('close', resolve));
      await new Promise((resolve) => server.close(resolve));
      net
        .connect(9, '127.0.0.1')
        .on('error', () => {})
        .destroy();
    });
    expect(hosts).toEqual(['127.0.0.1:9']);
  });

  it('is each program, by its name alone', async () => {
    const { processes } = await during(async () => {
      childProcess.spawnSync('true', ['--key', 'secret']);
      await new Promise((resolve) => childProcess.exec('echo secret', resolve));
      childProcess.execFileSync('true');
      await new Worker('', { eval: true }).terminate();
      expect(() => process.dlopen({ exports: {} }, join(directory, 'none.node'))).toThrow(
        'none.node',
      );
    });
    expect(processes).toEqual(['echo', 'none.node', 'true', 'worker_threads']);
  });

  it('is each variable that it reads itself', async () => {
    const runtime = { getSetting: (key: string) => `value of ${key}` };
    observeSettings(runtime, log);
    const { environment } = await during(() => {
      expect(process.env['PW_ONE']).toBeUndefined();
      expect('PW_TWO' in process.env).toBe(false);
      process.env['PW_FOUR'] = 'set';
      expect(Object.keys(process.env)).toContain('PW_FOUR');
      delete process.env['PW_FOUR'];
      expect(runtime.getSetting('PW_THREE')).toBe('value of PW_THREE');
    });
    expect(environment).toEqual(['*', 'PW_ONE', 'PW_THREE', 'PW_TWO']);
  });

  it('is read back from lines, and from nothing else', () => {
    const all: Capability[] = [
      { kind: 'host', host: 'a' },
      { kind: 'file', path: 'p', access: 'write' },
      { kind: 'file', path: 'p', access: 'read' },
      { kind: 'variable', name: 'V' },
      { kind: 'process', command: 'c' },
    ];
    expect(all.flatMap((each) => readCapability(JSON.stringify(each)))).toEqual(all);
    for (const line of ['', '{"kind":"host"', '{"kind":"host","host":7}', '[]', '{"kind":"other"}'])
      expect(readCapability(line)).toEqual([]);
  });
});
