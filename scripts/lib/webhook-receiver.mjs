// A webhook receiver for crash and outage tests: real HTTP on loopback, signatures checked by an independent library,
// answers that are refused or lost on purpose, and an audit of what came against the records of the jobs.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

/**
 * @param {string} secret
 * @param {{ refuse?: number, lose?: number, random?: () => number, anyTime?: boolean }} [faults] parts of the requests,
 *   0 to 1, that get status 500, or no answer although they were received; `anyTime`: senders have clocks that jump
 */
export async function startReceiver(
  secret,
  { refuse = 0, lose = 0, random = Math.random, anyTime = false } = {},
) {
  const webhook = new Webhook(secret);
  const verified = (body, headers) => {
    if (!anyTime) return webhook.verify(body, headers);
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    if (webhook.sign(headers['webhook-id'], at, body) !== headers['webhook-signature'])
      throw new Error('forged');
    return JSON.parse(body);
  };
  const receiver = {
    url: '',
    port: 0,
    /** In order of arrival: message id, its job and seq, whether it was accepted, and the round it came in. */
    received: [],
    forged: 0,
    /** Set by the test; which process was alive. */
    round: 0,
    /**
     * Waits until everything has come in that a process which is gone had sent: a request that is counted for the next
     * process would make that one's repeat look as if it had no reason.
     */
    quiet: async () => {
      const open = () =>
        new Promise((resolve, reject) => {
          server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
        });
      // A connection may still wait to be taken when there seems to be none.
      for (let none = 0, tries = 0; none < 3 && tries < 1000; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        none = (await open()) === 0 ? none + 1 : 0;
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
    listen: (port = 0) =>
      new Promise((resolve) => {
        server.listen(port, '127.0.0.1', resolve);
      }),
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      let message;
      try {
        message = verified(body, request.headers);
      } catch {
        receiver.forged++;
        response.writeHead(401).end();
        return;
      }
      const fate = random();
      const accepted = fate >= refuse + lose;
      const { jobId, seq } = message.data;
      const id = request.headers['webhook-id'];
      receiver.received.push({ id, jobId, seq, accepted, round: receiver.round });
      if (fate < refuse) response.writeHead(500).end('not now');
      else if (accepted) response.writeHead(204).end();
      else request.socket.destroy();
    });
  });
  await receiver.listen();
  receiver.port = server.address().port;
  receiver.url = `http://127.0.0.1:${receiver.port}/hook`;
  return receiver;
}

/** How `deliverWebhooks` of @plugwright/jobs reaches it. */
export const receiverOptions = (secret, port) => ({
  secrets: () => [secret],
  policy: { allowHttp: true, allowCidrs: ['127.0.0.0/8'], ports: [port] },
});

/** A schedule for tests that cannot wait: fifty tries, 50 ms apart. */
export const HASTE = { schedule: Array(50).fill(50), pollMs: 20 };

/** Callbacks of a job that tells the receiver of every attempt and of its end. */
export const callbacksTo = (port) => [
  {
    endpoint: 'hook',
    url: `http://127.0.0.1:${port}/hook`,
    events: ['job.started', 'job.completed', 'job.failed', 'job.cancelled'],
  },
];

/** Delivers until nothing is owed any more. `all`: gives every record. */
export async function drainOutbox(webhooks, all) {
  const owed = async () =>
    (await all()).some(({ outbox }) => outbox.some(({ status }) => status === 'due'));
  while (await owed()) {
    await webhooks.settled();
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/**
 * What was to come against what came. `jobs`: all records, each with its callbacks and its whole journal.
 *
 * @returns counts that must be 0 (`lost`, `foreign`, `outOfOrder`, `repeatedForNothing`, `forged`) and others
 */
export function auditDeliveries(receiver, jobs) {
  const first = new Map();
  const repeats = [];
  for (const [at, one] of receiver.received.entries()) {
    const before = first.get(one.id);
    if (before === undefined) first.set(one.id, { ...one, at });
    else {
      // A repeat has a reason: the earlier try was refused or unanswered, or its process died.
      repeats.push({ ...one, reason: !before.last.accepted || before.last.round !== one.round });
    }
    first.get(one.id).last = one;
  }
  const expected = new Set();
  let outOfOrder = 0;
  for (const job of jobs) {
    const [{ events } = {}] = job.callbacks;
    const ids = job.journal
      .filter(({ type }) => events?.includes(type))
      .map(({ state, seq }) => `${job.id}:${state}:${seq}`);
    for (const id of ids) expected.add(id);
    const places = ids.map((id) => first.get(id)?.at ?? Infinity);
    if (places.some((place, at) => at > 0 && place < places[at - 1])) outOfOrder++;
  }
  return {
    expected: expected.size,
    requests: receiver.received.length,
    lost: [...expected].filter((id) => !first.has(id)).length,
    foreign: [...first.keys()].filter((id) => !expected.has(id)).length,
    outOfOrder,
    repeated: repeats.length,
    repeatedForNothing: repeats.filter(({ reason }) => !reason).length,
    forged: receiver.forged,
  };
}
