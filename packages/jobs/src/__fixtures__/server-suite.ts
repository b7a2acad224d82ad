import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundle } from './bundle.js';
import { sharedContract } from './shared-contract.js';
import * as faults from './shared-faults.js';
import { temporary } from './temporary.js';

/** A server that keeps jobs, and what the suite cannot do to all of them in the same way. */
export interface ServerUnderTest {
  title: string;
  /** Of the server that the tests share; asked for when it runs. */
  url(): string;
  /** Makes all files of the jobs of that name look as if nobody had used them for a day. */
  age(name: string): Promise<unknown>;
  /** One of a test, that goes away and comes back; `undefined`: there is none to be had here. */
  own?: () => Promise<faults.OwnServer>;
}

/** What jobs on a server must do, in one process and in several, and when something breaks. */
export function serverSuite({ title, url, age, own }: ServerUnderTest): void {
  let worker: Awaited<ReturnType<typeof bundle>>;
  beforeAll(async () => {
    worker = await bundle([], 'src/__fixtures__/shared-worker.ts');
  });
  afterAll(() => worker?.remove());
  const place = (name: string, at = url()): faults.Place => ({
    url: at,
    name,
    dir: temporary(),
    worker: worker.file,
    leaseMs: 1000,
  });
  /** With the lease that people have: a slow machine must not look like a dead worker. */
  const unhurried = (name: string, at = url()): faults.Place => {
    const { leaseMs: _, ...rest } = place(name, at);
    return rest;
  };
  const wired = async () => {
    const { port } = new URL(url());
    const wire = await faults.tcpProxy(Number(port));
    onTestFinished(() => wire.stop());
    const behind = new URL(url());
    behind.port = `${wire.port}`;
    return { wire, behind: behind.href };
  };

  sharedContract(
    title,
    (name, options) => faults.openAt({ url: url(), name, dir: temporary() }, options),
    age,
  );

  // Of several processes: a busy machine takes its time.
  describe('faults', { timeout: 120_000 }, () => {
    it('goes on elsewhere when a worker is killed in the middle of a job', async () => {
      const [ms] = await faults.killWorker(place('killed'), 1);
      expect(ms).toBeLessThan(15_000);
    });

    it.skipIf(!own)('loses nothing when the server is killed under load', async () => {
      const server = await own!();
      onTestFinished(() => server.stop());
      const result = await faults.underFaults(place('restart', server.url), {
        jobs: 60,
        times: 2,
        workers: 2,
        fault: async () => {
          await server.kill('SIGKILL');
          await server.start();
        },
      });
      expect(result).toMatchObject({ lost: 0, twice: 0 });
      expect(result.acknowledged).toBeGreaterThanOrEqual(60);
    });

    it.skipIf(!own)('stops within 5 s when the server is dead', async () => {
      const server = await own!();
      onTestFinished(() => server.stop());
      const at = unhurried('dead', server.url);
      expect(await faults.closeWhileAway(at, () => server.kill('SIGKILL'))).toBeLessThan(5000);
      await server.start();
      const { exitMs, closeMs } = await faults.stopWhileAway(at, () => server.kill('SIGKILL'));
      expect(closeMs).toBeLessThan(5000);
      expect(exitMs).toBeLessThan(8000);
    });

    it('stops soon when the server says nothing any more', async () => {
      const { wire, behind } = await wired();
      const ms = await faults.closeWhileAway(unhurried('silent', behind), () => wire.cut());
      // 2.6 s; `test:queue` asks for 5, here others work beside it.
      expect(ms).toBeLessThan(8000);
    });

    it('stops a worker that is cut off, refuses what it writes late, and takes it back', async () => {
      const { wire } = await wired();
      const result = await faults.cutOff(place('cut'), wire);
      expect(result).toMatchObject({ refused: 'PW_JOBS_FENCED', worksAgain: true });
      expect(result.stoppedMs).toBeLessThan(result.movedMs);
      expect(result.movedMs).toBeLessThan(15_000);
    });

    it('lets one of two win a job', async () => {
      expect(await faults.raceForOne(place('race'), 10)).toEqual({ won: 10, both: 0, late: 0 });
    });

    it('does every job once, with several workers', async () => {
      const result = await faults.eachOnce(unhurried('once'), 3, 60);
      expect(result).toMatchObject({ acknowledged: 60, lost: 0, twice: 0, again: 0 });
    });

    it('cancels across processes within 2 s', async () => {
      const times = await faults.cancelAcross(unhurried('cancel'), 3);
      expect(Math.max(...times)).toBeLessThan(2000);
    });
  });
}
