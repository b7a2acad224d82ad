// A process that makes jobs and delivers their events until it is killed.
//   node webhook-worker.mjs DIRECTORY PORT SECRET
import { writeSync } from 'node:fs';
import { deliverWebhooks, openJobs } from '@plugwright/jobs';
import { tale } from './webhook-jobs.mjs';
import { HASTE, receiverOptions } from './webhook-receiver.mjs';

const [dir, port, secret] = process.argv.slice(2);
const jobs = await openJobs({ dir, kinds: [tale], concurrency: { global: 4 } });
jobs.start();
deliverWebhooks(jobs, { ...receiverOptions(secret, Number(port)), ...HASTE });
// One write for each fact, so that a kill loses none.
writeSync(1, 'ready\n');
for (;;) {
  const { job } = await jobs.create({
    kind: 'tale',
    input: null,
    callbacks: [{ endpoint: 'hook', url: `http://127.0.0.1:${port}/hook`, events: tale.events }],
  });
  writeSync(1, `${job.id}\n`);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
