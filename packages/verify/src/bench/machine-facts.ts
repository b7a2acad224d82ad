import type { Isolation } from '@plugwright/sandbox';
import { readFileSync } from 'node:fs';
import { cpus, hostname, totalmem } from 'node:os';
import { digestOf, sortedJson } from '../evidence/digest.js';
import type { BenchMachine } from './bench-report.js';

/** What is measured on. `id` is a digest: the name of the machine stays where it is. */
export function machineFacts(isolation: Pick<Isolation, 'level' | 'driver'>): BenchMachine {
  const processors = cpus();
  const facts = {
    os: process.platform,
    arch: process.arch,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    node: process.version,
    isolation: { level: isolation.level, driver: isolation.driver },
  };
  return { id: digestOf(sortedJson({ ...facts, name: machineName() })), ...facts };
}

/** systemd's id of the installation (machine-id(5)), or else the name in the network. */
function machineName(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim() || hostname();
  } catch {
    return hostname();
  }
}
