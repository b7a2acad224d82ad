// Webhooks under fire: processes killed in the middle of deliveries, a receiver that is down, hostile addresses.
//   npm run eval:webhooks -- [--rounds 50] [--events 2000] [--no-write]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { deliverWebhooks, newWebhookSecret, openJobs } from '@plugwright/jobs';
import { safeRequest } from '@plugwright/safe-fetch';
import { machine, table, writePage } from './lib/report.mjs';
import { root } from './lib/run.mjs';
import { tale } from './lib/webhook-jobs.mjs';
import {
  auditDeliveries,
  drainOutbox,
  HASTE,
  receiverOptions,
  startReceiver,
} from './lib/webhook-receiver.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    events: { type: 'string', default: '2000' },
    'no-write': { type: 'boolean', default: false },
  },
});
const secret = newWebhookSecret();
const MINUTE = 60_000;

async function inDirectory(work) {
  const dir = await mkdtemp(join(tmpdir(), 'plugwright-webhooks-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
async function allJobs(jobs) {
  const all = [];
  for (let cursor; ;) {
    const page = await jobs.list({ limit: 1000, ...(cursor && { cursor }) });
    all.push(...page.jobs);
    if (!page.next) return all;
    cursor = page.next;
  }
}

/** kill -9 at random moments; a tenth of the answers refused or lost. */
const killed = await inDirectory(async (dir) => {
  const receiver = await startReceiver(secret, { refuse: 0.05, lose: 0.05 });
  const acknowledged = new Set();
  for (; receiver.round < Number(options.rounds); receiver.round++) {
    const worker = join(root, 'scripts/lib/webhook-worker.mjs');
    const child = spawn(process.execPath, [worker, dir, String(receiver.port), secret], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = once(child, 'exit');
    for await (const line of createInterface(child.stdout)) {
      if (line === 'ready') setTimeout(() => child.kill('SIGKILL'), 50 + Math.random() * 450);
      else acknowledged.add(line);
    }
    await gone;
    await receiver.quiet();
  }
  const jobs = await openJobs({ dir, kinds: [tale], concurrency: { global: 4 } });
  jobs.start();
  const webhooks = deliverWebhooks(jobs, { ...receiverOptions(secret, receiver.port), ...HASTE });
  await jobs.idle();
  await drainOutbox(webhooks, () => allJobs(jobs));
  const records = await allJobs(jobs);
  const known = new Set(records.map(({ id }) => id));
  const audit = auditDeliveries(receiver, records);
  const lostJobs = [...acknowledged].filter((id) => !known.has(id)).length;
  await webhooks.stop();
  await jobs.close();
  await receiver.close();
  return { rounds: receiver.round, jobs: records.length, lostJobs, ...audit };
});
console.log(killed);

/** A receiver that is down for 30 minutes of simulated time, and then comes back. */
const outage = await inDirectory(async (dir) => {
  let passed = 0;
  const start = Date.now();
  const timers = new Set();
  const clock = {
    now: () => start + passed,
    monotonic: () => passed,
    after(ms, run) {
      const timer = { at: passed + Math.max(0, ms), run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const receiver = await startReceiver(secret);
  await receiver.close();
  const jobs = await openJobs({ dir, clock, kinds: [tale], concurrency: { global: 8 } });
  jobs.start();
  let tries = 0;
  const webhooks = deliverWebhooks(jobs, {
    ...receiverOptions(secret, receiver.port),
    clock,
    pollMs: 5000,
    onDelivery: () => tries++,
  });
  const pass = async (ms) => {
    const end = passed + ms;
    for (;;) {
      await webhooks.settled();
      const next = [...timers].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      passed = Math.max(passed, next.at);
      timers.delete(next);
      next.run();
    }
    passed = end;
    // The library that checks signatures looks at the host's clock.
    Date.now = () => start + passed;
  };
  const count = Math.ceil(Number(options.events) / tale.events.length);
  const callbacks = [{ endpoint: 'hook', url: receiver.url, events: tale.events }];
  for (let made = 0; made < count; made += 100) {
    const batch = Array.from({ length: Math.min(100, count - made) }, () =>
      jobs.create({ kind: 'tale', input: null, callbacks }),
    );
    const created = await Promise.all(batch);
    await Promise.all(created.map(({ job }) => jobs.finished(job.id)));
    await pass((30 * MINUTE * 100) / count);
  }
  await pass(Math.max(0, 30 * MINUTE - passed));
  const during = tries;
  await receiver.listen(receiver.port);
  const back = passed;
  let mostBy = 0;
  const total = count * tale.events.length;
  for (let minutes = 0; minutes < 4800 && receiver.received.length < total; minutes += 0.5) {
    await pass(0.5 * MINUTE);
    if (receiver.received.length < total * 0.99) mostBy = passed - back;
  }
  const audit = auditDeliveries(receiver, await allJobs(jobs));
  await webhooks.stop();
  await jobs.close();
  await receiver.close();
  return { during, most: mostBy / MINUTE, all: (passed - back) / MINUTE, ...audit };
});
console.log(outage);

/** Addresses that lead inside, against a listener that counts. */
const hostile = await (async () => {
  const file = join(root, 'packages/safe-fetch/src/__fixtures__/hostile-urls.json');
  const { literals, names } = JSON.parse(await readFile(file, 'utf8'));
  let connections = 0;
  const sockets = new Set();
  const listener = createServer((socket) => {
    connections++;
    sockets.add(socket.on('error', () => {}));
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  });
  await new Promise((resolve) => {
    listener.listen(0, '::', resolve);
  });
  const { port } = listener.address();
  const urls = literals.map((url) => url.replaceAll('PORT', String(port)));
  let refused = 0;
  const attempt = (url, more) =>
    safeRequest(url, { allowHttp: true, timeoutMs: 3000, ...more }).then(
      () => {},
      () => refused++,
    );
  for (const url of urls) await attempt(url);
  for (const [host, answers] of Object.entries(names)) {
    let asked = 0;
    await attempt(`http://${host}:${port}/`, {
      resolve: async () =>
        answers[asked++ === 0 ? 0 : 1].map((address) => ({
          address,
          family: address.includes(':') ? 6 : 4,
        })),
    });
  }
  const through = connections;
  const careless = urls.map((url) =>
    fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => {}),
  );
  await Promise.all(careless);
  for (const socket of sockets) socket.destroy();
  listener.close();
  return {
    addresses: urls.length + Object.keys(names).length,
    refused,
    through,
    fetch: connections - through,
  };
})();
console.log(hostile);

const bad =
  killed.lostJobs +
  [killed, outage].reduce(
    (sum, { lost, foreign, outOfOrder, repeatedForNothing, forged }) =>
      sum + lost + foreign + outOfOrder + repeatedForNothing + forged,
    0,
  ) +
  hostile.through +
  (hostile.addresses - hostile.refused);
if (!options['no-write'])
  await writePage(
    'docs/evaluation/webhooks.md',
    `# Webhooks under fire

Written by \`npm run eval:webhooks\` on ${machine()}. Real processes, real sockets on loopback, the SQLite store at full
durability; signatures are checked by \`standardwebhooks\`.

${table(
  ['', 'killed processes', 'receiver down for 30 minutes'],
  [
    ['rounds of kill -9', killed.rounds, ''],
    ['events owed', killed.expected, outage.expected],
    ['requests', killed.requests, outage.requests],
    ['lost', killed.lost, outage.lost],
    ['jobs whose events came out of order', killed.outOfOrder, outage.outOfOrder],
    ['signatures refused', killed.forged, outage.forged],
    ['messages that nobody owed', killed.foreign, outage.foreign],
    ['repeated ids', killed.repeated, outage.repeated],
    [
      'of those without a refused or lost answer or a kill before',
      killed.repeatedForNothing,
      outage.repeatedForNothing,
    ],
  ],
)}

- Killed processes: a process makes jobs and delivers three events of each, and is killed 50 to 500 ms after it is ready; 5 % of the
  requests get status 500, 5 % are received and not answered. ${killed.jobs} jobs, ${killed.lostJobs} acknowledged ones lost.
- Receiver down: simulated time, real requests. While it was down ${outage.during} tries were made (a schedule for each job without
  the circuit breaker would be thousands). After it came back 99 % of the events had arrived within ${outage.most.toFixed(1)} minutes, all
  within ${outage.all.toFixed(1)}: the few jobs that were used to look whether it is back follow their own schedule.
- Hostile addresses: ${hostile.addresses} (literals in every spelling, IPv4 inside IPv6, metadata services, credentials, other protocols, name servers that
  change their answer), ${hostile.refused} refused, **${hostile.through} connections** to a listener on loopback. The \`fetch\` of Node got ${hostile.fetch} connections
  to the same listener with the same literals.
`,
  );
console.log(bad === 0 ? 'nothing lost, nothing let through' : `${bad} faults`);
process.exitCode = bad === 0 ? 0 : 1;
