import { Command, Option } from 'commander';
import type { Context } from './context.js';
import { listOption } from './list-option.js';
import { version } from './version.js';

/** A command's code is loaded when the command is known, and not before. */
type Run = (context: Context, args: string[], options: Record<string, unknown>) => Promise<number>;

/** What `plugwright add` can add. */
export const componentKinds = [
  'action',
  'provider',
  'evaluator',
  'service',
  'route',
  'event',
  'variable',
] as const;
/** What `plugwright catalog` can look up. */
export const catalogues = ['search', 'operations'] as const;
export const scanFormats = ['text', 'json', 'sarif'] as const;
/** What `plugwright advisories` does. */
export const advisoryCommands = ['pull', 'import', 'show'] as const;
export const severities = ['low', 'medium', 'high', 'critical'] as const;
/** What `plugwright keys` does. */
export const keyCommands = ['set', 'list', 'rm', 'rotate', 'export', 'import', 'signing'] as const;
export const shells = ['bash', 'zsh', 'fish'] as const;
/** What `plugwright jobs` can do. */
export const jobCommands = [
  'list',
  'show',
  'follow',
  'answer',
  'cancel',
  'retry',
  'prioritise',
  'resume',
  'prune',
  'stats',
  'export',
] as const;

const queue = [
  '--queue <url>',
  'where the jobs lie: redis://… or postgres://…; default: a directory (also: PLUGWRIGHT_QUEUE)',
] as const;

const requireIsolation = [
  '--require-isolation <level>',
  'refuse to run the plugin in less than: sandbox, restricted',
] as const;

/**
 * The whole command line, as data: completion scripts and `docs/cli.md` are made from it too.
 *
 * @param only the command that will run: the others get a name and a description, but no options
 */
export function buildProgram(
  context: Context,
  finish: (code: number) => void,
  only?: string,
): Command {
  const program = new Command('plugwright');
  const c = context.colours;
  program
    .description(
      'A sentence, an API document or a spec goes in, a working ElizaOS plugin comes out.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help')
    .configureHelp({ styleTitle: (text) => c.bold(text), styleCommandText: (text) => c.cyan(text) })
    .configureOutput({
      writeOut: (text) => void context.io.stdout.write(text),
      writeErr: (text) => void context.io.stderr.write(text),
      getOutHasColors: () => c.isColorSupported,
      getErrHasColors: () => context.errorColours.isColorSupported,
      getOutHelpWidth: () => context.io.stdout.columns ?? 100,
      getErrHelpWidth: () => context.io.stderr.columns ?? 100,
    })
    .exitOverride();
  everywhere(program);

  const add = (name: string, description: string, load: () => Promise<{ run: Run }>): Command => {
    const command = program.command(name).description(description);
    if (only !== undefined && name !== only) return without;
    command.action(async (...all: unknown[]) => {
      const { run } = await load();
      const args = all
        .slice(0, -2)
        .flat()
        .filter((one) => typeof one === 'string');
      finish(await run(context, args, command.opts()));
    });
    return everywhere(command);
  };

  const source =
    'a sentence, a file, a directory with plugwright.yaml, a URL, or - (standard input)';
  const create = add('create', 'make a plugin and check that it works', () =>
    import('./commands/create.js').then((m) => ({ run: m.create })),
  )
    .argument('<source...>', source)
    .option('-o, --out <dir>', 'where to write; default: a directory named after the plugin')
    .option('--target <target>', 'what the plugin is for', 'elizaos@1.7');
  reading(create)
    .option('-n, --dry-run', 'print the tree and the diff, write nothing')
    .option(
      '-y, --yes',
      'take assumptions, and write into a directory that is not empty, without asking',
    )
    .option('--force', 'overwrite generated files that somebody changed')
    .option('--no-verify', 'write only, without the gates')
    .option('--detach', 'order it, print the id of the job, and leave it to a worker')
    .option(queue[0], `with --detach: ${queue[1]}`)
    .option('--webhook <url>', 'tell this https address how the job ended')
    .option(...requireIsolation);

  add('add', 'put one more component into a plugin, also one that was edited by hand', () =>
    import('./commands/add.js').then((m) => ({ run: m.add })),
  )
    .argument('<kind>', componentKinds.join(', '))
    .argument('[name]', 'which one, when the source has several')
    .requiredOption('--from <file>', 'a spec, a fragment of one, or an OpenAPI document')
    .option('--dir <dir>', 'the plugin', '.')
    .option('--operation <id>', 'the operation of the OpenAPI document')
    .option('-n, --dry-run', 'print the diff, write nothing')
    .option('-y, --yes', 'write without asking')
    .option('--allow-http', 'allow http:, not only https:')
    .option('--allow-private', 'allow URLs of this machine and of private networks');

  reading(
    add('spec', 'print the spec that a plugin would be made from', () =>
      import('./commands/spec.js').then((m) => ({ run: m.spec })),
    ).argument('<source...>', source),
  ).option('-y, --yes', 'take what a sentence leaves open as assumed');

  add('verify', 'run the gates: parse, types, bundle, boot, tests, performance', () =>
    import('./commands/verify.js').then((m) => ({ run: m.verify })),
  )
    .argument('[dir]', 'the plugin', '.')
    .option('--gates <names>', 'only these gates, separated by commas', listOption)
    .option('--bench', 'measure performance too, also without budgets in the spec')
    .option('--evidence <file>', 'write the evidence: tools, digests, what the plugin touched')
    .option(...requireIsolation);

  add('bench', 'measure a plugin: load, actions, memory, size; hold it against a baseline', () =>
    import('./commands/bench.js').then((m) => ({ run: m.bench })),
  )
    .argument('[dir]', 'the plugin', '.')
    .option('--baseline <file>', 'an older report of this machine: more than a fifth slower fails')
    .option('--save <file>', 'write the report, for --baseline')
    .option('--svg <file>', 'write a picture')
    .option('--processes <n>', 'processes in which times are taken (default 9)')
    .option(...requireIsolation);

  add('scan', 'look for what is dangerous in a plugin: code, secrets, scripts, hidden text', () =>
    import('./commands/scan.js').then((m) => ({ run: m.scan })),
  )
    .argument('[path]', 'a directory or a tarball', '.')
    .option('--format <format>', scanFormats.join(', '), 'text')
    .option('--fail-on <severity>', severities.join(', '), 'high')
    .option('--waivers <file>', 'accepted findings: rule, reason, author, expires')
    .option('--history', 'also look for secrets in the history of the git repository')
    .option(
      '--external <names>',
      'ask scanners on PATH too: semgrep, opengrep, osv-scanner',
      listOption,
    )
    .option('--merge <files>', 'SARIF files of other scanners', listOption);

  add('audit', 'check the dependencies of a plugin: clean, vulnerable or unknown', () =>
    import('./commands/audit.js').then((m) => ({ run: m.audit })),
  )
    .argument('[path]', 'a directory, a tarball or a package-lock.json', '.')
    .option('--format <format>', scanFormats.join(', '), 'text')
    .option('--fail-on <severity>', severities.join(', '), 'high')
    .option('--offline', 'ask nobody; use what is on this disk')
    .option('--max-age <days>', 'days that the data may be old (default 7)')
    .option('--omit-dev', 'leave out what is only there for development')
    .option('--registry <url>', "default: that of npm's configuration")
    .option('--osv <url>', 'the OSV service; default: the public one')
    .option('--no-metadata', 'do not ask the registry for the document of each package')
    .option('--waivers <file>', 'accepted findings: rule, reason, author, expires')
    .option('--allow-unknown', 'end with 0 also when not everything could be checked')
    .option('--allow-http', 'allow http:, not only https:')
    .option('--allow-private', 'allow URLs of this machine and of private networks');

  add('advisories', 'keep known vulnerabilities on this disk: pull, import, show', () =>
    import('./commands/advisories.js').then((m) => ({ run: m.advisories })),
  )
    .argument('<what>', advisoryCommands.join(', '))
    .argument('[file]', 'import: the all.zip of OSV, or a folder with its records')
    .option('--from <url>', 'pull: where the archive is; default: OSV')
    .option('--allow-http', 'allow http:, not only https:')
    .option('--allow-private', 'allow URLs of this machine and of private networks');

  add('certify', 'find out what holds for a plugin, and sign it', () =>
    import('./commands/certify.js').then((m) => ({ run: m.certify })),
  )
    .argument('[path]', 'a directory or a tarball', '.')
    .option('-o, --out <dir>', 'where the certificate and the files beside it go', '.')
    .option('--require-level <level>', 'end with 1 below: L0 (default), L1, L2, L3')
    .option('--policy <file>', 'rules other than the default ones')
    .option('--print-policy', 'print the default rules as JSON, and do nothing else')
    .option('--waivers <file>', 'accepted findings: rule, reason, author, expires')
    .option('--offline', 'ask nobody over the network')
    .option(
      '--mutants <n>',
      'changes of the source that its tests should notice (default 12, 0: none)',
    )
    .option('--quick', 'measure its performance in fewer processes')
    .option('--no-bench', 'do not measure its performance')
    .option('--no-sign', 'find out only, without a certificate')
    .option('--review <file>', 'a record of somebody who has read the plugin')
    .option('--provenance <file>', 'a signed statement of where the package was built')
    .option('--passphrase-file <file>', 'the passphrase of the vault');

  add('check', 'check a certificate against a plugin, offline, with the keys that you trust', () =>
    import('./commands/check.js').then((m) => ({ run: m.check })),
  )
    .argument('<file>', 'the certificate')
    .argument('[path]', 'a directory or a tarball', '.')
    .option('--trust <file>', 'whose certificates count; default: your pinned keys')
    .option(
      '--revocations <file>',
      'what no longer counts; default: revocations.json beside the keys',
    )
    .option('--require-level <level>', 'refuse less than: L0, L1, L2, L3');

  add('recheck', 'check all installed plugins against their certificates, offline', () =>
    import('./commands/recheck.js').then((m) => ({ run: m.recheck })),
  )
    .argument('[path]', 'a project with node_modules, or a directory of plugins', '.')
    .option(
      '--certificates <dir>',
      'where certificates are; default: certificates, and beside each plugin',
    )
    .option('--trust <file>', 'whose certificates count; default: your pinned keys')
    .option(
      '--revocations <file>',
      'what no longer counts; default: revocations.json beside the keys',
    )
    .option('--strict', 'end with 1 also when a plugin has no certificate')
    .option('--require-level <level>', 'refuse less than: L0, L1, L2, L3');

  add('reproduce', 'build a certified package again and compare the bytes', () =>
    import('./commands/reproduce.js').then((m) => ({ run: m.reproduce })),
  )
    .argument('<certificate>', 'the certificate')
    .option('--source <path>', 'the source that it was made from, or its plugwright.yaml', '.');
  add('catalog', 'look up an API: providers, public OpenAPI documents, their operations', () =>
    import('./commands/catalog.js').then((m) => ({ run: m.catalog })),
  )
    .argument('<what>', catalogues.join(', '))
    .argument('<words...>', 'what it is about; for operations: the document, then a phrase')
    .option('--limit <n>', 'at most so many of each (default 5)');

  add(
    'keys',
    'keep API keys, encrypted: set, list, rm, rotate, export, import; signing: the key for certificates',
    () => import('./commands/keys.js').then((m) => ({ run: m.keys })),
  )
    .argument('<what>', keyCommands.join(', '))
    .argument(
      '[names...]',
      'names of keys, never values; for import: the file; for signing: new, rotate, list, export, trust',
    )
    .option('--name <name>', 'signing new, rotate: whose key it is, for those who pin it')
    .option('--from-file <file>', 'set: the file that holds the value')
    .option(
      '--lock <where>',
      'set, rotate: keep the master key in the OS keyring or behind a passphrase: keyring, passphrase',
    )
    .option('-o, --out <file>', 'export, signing export: the file to write')
    .option('--overwrite', 'import: replace keys that are here already; export: replace the file')
    .option(
      '--passphrase-file <file>',
      'the passphrase of the vault (also: PLUGWRIGHT_PASSPHRASE, PLUGWRIGHT_PASSPHRASE_FILE)',
    )
    .option(
      '--new-passphrase-file <file>',
      'rotate: the next passphrase of the vault; export, import: that of the file',
    )
    // Something unknown may be a key; it must not be repeated by whoever complains about it.
    .allowUnknownOption();

  add('jobs', 'look at plugins that are being made or were made, and order something of them', () =>
    import('./commands/jobs.js').then((m) => ({ run: m.jobs })),
  )
    .argument('<what>', jobCommands.join(', '))
    .argument('[job...]', 'the job: its id, the end of it, or last; then a priority or an answer')
    .option('--state <states>', 'list, export: only these states', listOption)
    .option('--text <words>', 'list, stats, export: only with these words in the title')
    .option('--since <time>', 'list, stats, export: 7d, 12h, 30m, or a date')
    .option('--limit <n>', 'list, export: at most so many')
    .option('--format <format>', 'export: jsonl (default) or csv')
    .option('--svg <file>', 'stats: write a chart')
    .option('--reason <words>', 'cancel: why')
    .option('-n, --dry-run', 'prune: only say what would go')
    .option(...queue);

  add('worker', 'do what create --detach and others have ordered', () =>
    import('./commands/worker.js').then((m) => ({ run: m.worker })),
  )
    .option('--concurrency <n>', 'plugins at once; default: half the number of cores')
    .option('--until-idle', 'end when nothing is left to do')
    .option('--grace <seconds>', 'time for running jobs when told to stop (default 10)')
    .option(...queue);

  add('doctor', 'say what is here, what is missing, and what to do', () =>
    import('./commands/doctor.js').then((m) => ({ run: m.doctor })),
  )
    .option('--prepare', 'install the dependency store that the gates use')
    .option('--queue <url>', 'look at this server too (also: PLUGWRIGHT_QUEUE)');

  add('errors', 'explain an error code, or list all of them', () =>
    import('./commands/errors.js').then((m) => ({ run: m.errors })),
  ).argument('[code]', 'for example PW_SPEC_NAME_RESERVED');

  add('schema', 'print the JSON Schema of plugwright.yaml', () =>
    import('./commands/schema.js').then((m) => ({ run: m.schema })),
  );

  add('completion', 'print a completion script for your shell', () =>
    import('./commands/completion.js').then((m) => ({ run: m.completion })),
  ).argument('<shell>', shells.join(', '));
  return program;
}

/** Stands for a command that will not run: it takes arguments and options, and keeps none. */
const without: Command = new Proxy({} as Command, { get: () => () => without });

/** Options that decide how a source becomes a spec. */
function reading(command: Command): Command {
  return command
    .option('--name <name>', 'name of the plugin, for example plugin-pet-store')
    .option(
      '--answers <file>',
      'answers to what a sentence leaves open: question: answer, as YAML or JSON',
    )
    .option('--operations <ids>', 'operations that become actions: ids or "GET /path"', listOption)
    .option('--tags <tags>', 'only operations with one of these tags', listOption)
    .option('--paths <paths>', 'only paths that match, for example "/pets/*"', listOption)
    .option('--methods <methods>', 'only these HTTP methods', listOption)
    .option('--words <words>', 'prefer operations that are about these words', listOption)
    .option('--max-actions <n>', 'at most so many actions (default 24)')
    .option('--lazy', 'reach the other operations by one action that searches and calls')
    .option('--external-refs <where>', 'follow references to: none, files (default), http')
    .option('--allow-http', 'allow http:, not only https:')
    .option('--allow-private', 'allow URLs of this machine and of private networks');
}

function everywhere(command: Command): Command {
  return command
    .addOption(new Option('--json', 'one JSON document on stdout, everything else on stderr'))
    .addOption(new Option('-q, --quiet', 'no progress and no advice'))
    .addOption(new Option('--no-color', 'no colours (also: NO_COLOR)'))
    .addOption(new Option('--debug', 'stacks with errors, and every step'));
}
