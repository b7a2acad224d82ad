import { describe } from 'vitest';
import { cancelling } from './shared-contract/cancelling.js';
import { creating } from './shared-contract/creating.js';
import { events } from './shared-contract/events.js';
import { files } from './shared-contract/files.js';
import { leases } from './shared-contract/leases.js';
import { limits } from './shared-contract/limits.js';
import { running } from './shared-contract/running.js';
import { statistics } from './shared-contract/statistics.js';
import { turns } from './shared-contract/turns.js';
import { type OpenShared, sharedSubject } from './shared-contract/shared-subject.js';

/** What jobs on any server must do when several processes have them open. Here each has connections of its own. */
export function sharedContract(
  title: string,
  open: OpenShared,
  /** Makes all files look as if nobody had used them for a day. */
  age: (name: string) => Promise<unknown>,
): void {
  const subject = sharedSubject(open, age);
  describe(`jobs shared on ${title}`, () => {
    creating(subject);
    running(subject);
    cancelling(subject);
    leases(subject);
    turns(subject);
    limits(subject);
    statistics(subject);
    files(subject);
    events(subject);
  });
}
