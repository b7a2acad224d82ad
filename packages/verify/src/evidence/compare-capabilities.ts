import { hostMatches, type PluginSpec } from '@plugwright/spec';
import type { Capabilities, CapabilitySet, ObservedCapabilities } from './capabilities-schema.js';
import { compareText } from './digest.js';

/** What one gate saw; `undefined` when it did not run to its end. */
export type SeenIn = Partial<Record<'boot' | 'tests', CapabilitySet>>;

/**
 * What was seen in use, against the permissions of the spec. A host is declared by a pattern
 * (`*.example.com`), a file by itself or by a directory above it.
 */
export function compareCapabilities(spec: PluginSpec | undefined, seen: SeenIn): Capabilities {
  const observed = merged(seen);
  const declared = spec && declaredBy(spec);
  const used: CapabilitySet = {
    hosts: observed.hosts.map(({ host }) => host),
    files: observed.files.map(({ path, access }) => ({ path, access })),
    environment: observed.environment.map(({ name }) => name),
    processes: observed.processes.map(({ command }) => command),
  };
  const allows = declared ?? none;
  return {
    watched: (['boot', 'tests'] as const).filter((gate) => seen[gate] !== undefined),
    observed,
    declared: declared ?? null,
    undeclared: {
      hosts: used.hosts.filter((host) => !allows.hosts.some((pattern) => hostFits(pattern, host))),
      files: used.files.filter((file) => !allows.files.some((each) => fileFits(each, file))),
      environment: used.environment.filter((name) => !allows.environment.includes(name)),
      processes: used.processes.filter((command) => !allows.processes.includes(command)),
    },
    unused: {
      hosts: allows.hosts.filter((pattern) => !used.hosts.some((host) => hostFits(pattern, host))),
      files: allows.files.filter((each) => !used.files.some((file) => fileFits(each, file))),
      environment: allows.environment.filter((name) => !used.environment.includes(name)),
      processes: allows.processes.filter((command) => !used.processes.includes(command)),
    },
  };
}

const none: CapabilitySet = { hosts: [], files: [], environment: [], processes: [] };

function declaredBy({ permissions }: PluginSpec): CapabilitySet {
  return {
    hosts: unique(permissions.hosts.map(({ host }) => host.toLowerCase())),
    files: permissions.files.map(({ path, access }) => ({ path, access })),
    environment: unique(permissions.environment.map(({ name }) => name)),
    processes: unique(permissions.processes.map(({ command }) => command)),
  };
}

function merged(seen: SeenIn): ObservedCapabilities {
  const gates = (['boot', 'tests'] as const).filter((gate) => seen[gate] !== undefined);
  const collect = <T>(items: (set: CapabilitySet) => readonly T[], key: (item: T) => string) => {
    const found = new Map<string, { item: T; in: ('boot' | 'tests')[] }>();
    for (const gate of gates) {
      for (const item of items(seen[gate] ?? none)) {
        const there = found.get(key(item));
        if (there === undefined) found.set(key(item), { item, in: [gate] });
        else if (!there.in.includes(gate)) there.in.push(gate);
      }
    }
    return [...found].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value);
  };
  const text = (item: string) => item;
  return {
    hosts: collect((set) => set.hosts, text).map(({ item, ...rest }) => ({ host: item, ...rest })),
    files: collect(
      (set) => set.files,
      ({ path, access }) => `${path} ${access}`,
    ).map(({ item, ...rest }) => ({ ...item, ...rest })),
    environment: collect((set) => set.environment, text).map(({ item, ...rest }) => ({
      name: item,
      ...rest,
    })),
    processes: collect((set) => set.processes, text).map(({ item, ...rest }) => ({
      command: item,
      ...rest,
    })),
  };
}

const unique = (items: readonly string[]) => [...new Set(items)].sort(compareText);

/** A declared host without a port stands for every port. */
function hostFits(pattern: string, host: string): boolean {
  const urls = [`https://${host}`, `http://${host}`].filter((url) => URL.canParse(url));
  return urls.some((url) => hostMatches(pattern, new URL(url)));
}

/** Writing includes reading; a directory includes what is below. */
function fileFits(
  declared: CapabilitySet['files'][number],
  used: CapabilitySet['files'][number],
): boolean {
  const directory = declared.path.endsWith('/') ? declared.path : `${declared.path}/`;
  const inside = used.path === declared.path || used.path.startsWith(directory);
  return inside && (declared.access === 'write' || used.access === 'read');
}
