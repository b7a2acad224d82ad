import type { Command } from 'commander';
import { allGateNames, isolationLevels } from '../gate-names.js';
import {
  catalogues,
  componentKinds,
  jobCommands,
  keyCommands,
  scanFormats,
  severities,
  shells,
} from '../program.js';

/** What a shell offers for a word. */
export type Offer =
  | { kind: 'files' }
  | { kind: 'directories' }
  | { kind: 'words'; words: readonly string[] };

export interface CompletionOption {
  /** `--out`, `-o`. */
  flags: string[];
  description: string;
  /** What its value is; absent: it takes none. */
  value?: Offer;
}

export interface CompletionCommand {
  name: string;
  description: string;
  options: CompletionOption[];
  /** What its first argument is; absent: it takes none. */
  argument?: Offer;
}

const firstArgument: Record<string, Offer> = {
  create: { kind: 'files' },
  spec: { kind: 'files' },
  verify: { kind: 'directories' },
  bench: { kind: 'directories' },
  scan: { kind: 'files' },
  add: { kind: 'words', words: componentKinds },
  catalog: { kind: 'words', words: catalogues },
  jobs: { kind: 'words', words: jobCommands },
  completion: { kind: 'words', words: shells },
  keys: { kind: 'words', words: keyCommands },
};
const jobStates = ['queued', 'running', 'asking', 'completed', 'failed', 'cancelled'];
const optionValue: Record<string, Offer> = {
  '--out': { kind: 'directories' },
  '--dir': { kind: 'directories' },
  '--from': { kind: 'files' },
  '--answers': { kind: 'files' },
  '--format': { kind: 'words', words: [...scanFormats, 'jsonl', 'csv'] },
  '--fail-on': { kind: 'words', words: severities },
  '--waivers': { kind: 'files' },
  '--baseline': { kind: 'files' },
  '--evidence': { kind: 'files' },
  '--save': { kind: 'files' },
  '--gates': { kind: 'words', words: allGateNames },
  '--require-isolation': { kind: 'words', words: isolationLevels },
  '--from-file': { kind: 'files' },
  '--passphrase-file': { kind: 'files' },
  '--new-passphrase-file': { kind: 'files' },
  '--lock': { kind: 'words', words: ['keyring', 'passphrase'] },
  '--methods': { kind: 'words', words: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
  '--external-refs': { kind: 'words', words: ['none', 'files', 'http'] },
  '--state': { kind: 'words', words: jobStates },
  '--svg': { kind: 'files' },
  '--target': { kind: 'words', words: ['elizaos@1.7'] },
};

/** The command line as a completion script needs it, read off the program itself. */
export function commandTable(program: Command): CompletionCommand[] {
  return program.commands.map((command) => {
    const argument = firstArgument[command.name()];
    return {
      name: command.name(),
      description: command.description(),
      options: command.options.map((option) => {
        const takesValue = option.required || option.optional;
        const value = optionValue[option.long ?? ''] ?? { kind: 'words', words: [] };
        return {
          flags: [option.short, option.long].filter((flag) => typeof flag === 'string'),
          description: option.description,
          ...(takesValue ? { value } : {}),
        };
      }),
      ...(argument === undefined ? {} : { argument }),
    };
  });
}
