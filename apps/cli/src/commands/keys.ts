import { writeAtomically } from '@plugwright/files';
import { originInEnvironment, type Vault } from '@plugwright/vault';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { fileArgument, keyNames } from '../keys/key-arguments.js';
import { openUserVault } from '../keys/open-vault.js';
import { readPassphrase } from '../keys/passphrase.js';
import { readValue } from '../keys/read-value.js';
import { keyCommands } from '../program.js';
import { shownPath } from '../shown-path.js';
import { choice } from '../source-options.js';

interface Run {
  context: Context;
  vault: Vault;
  args: readonly string[];
  options: Record<string, unknown>;
  /** `keyring` or `passphrase`, when it was asked for. */
  lock: 'keyring' | 'passphrase' | undefined;
}

const places = { keyring: 'the OS keyring', passphrase: 'a passphrase' } as const;

/** `plugwright keys set|list|rm|rotate|export|import|signing` */
export async function keys(
  context: Context,
  [what = '', ...args]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const known = keyCommands.find((one) => one === what);
  const run =
    known && { set, list, rm, rotate, export: exportKeys, import: importKeys, signing }[known];
  if (run === undefined)
    throw new PlugwrightError({
      code: 'PW_CLI_USAGE',
      message: 'This is not something that plugwright keys can do.',
      hint: `Use ${keyCommands.join(', ')}.`,
    });
  const vault = openUserVault(context, options);
  const lock = choice('--lock', options['lock'], ['keyring', 'passphrase'] as const);
  await run({ context, vault, args, options, lock });
  return exitCode.done;
}

async function signing({ context, vault, args, options }: Run): Promise<void> {
  const { signing: run } = await import('../keys/signing.js');
  await run(context, vault, args, options);
}

async function set({ context, vault, args, options, lock }: Run): Promise<void> {
  const [name = ''] = keyNames(args, 'one');
  const value = await readValue(context, name, options['fromFile']);
  const key = await vault.set(name, value, lock);
  const kept = await vault.lock();
  const from = originInEnvironment(name, context.io.env);
  const c = context.colours;
  context.print(
    `${c.green('✔')} ${c.bold(name)} is stored, locked with ${places[kept?.kind ?? 'passphrase']} (id ${key.id}).`,
  );
  if (from !== undefined)
    context.note(`The environment has ${name} too, and goes before the vault.`);
  context.emitJson({ ok: true, key, lock: kept?.kind, usedFrom: from ?? 'vault' });
}

async function list({ context, vault, args }: Run): Promise<void> {
  fileArgument(args, 0);
  const { env } = context.io;
  const stored = await vault.list();
  const kept = await vault.lock();
  const rows: {
    name: string;
    id?: string;
    changedAt?: string;
    createdAt?: string;
    from: string;
  }[] = [
    ...stored.map((key) => ({ ...key, from: originInEnvironment(key.name, env) ?? 'vault' })),
    ...(await given(env, new Set(stored.map(({ name }) => name)))),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  const c = context.colours;
  const width = Math.max(4, ...rows.map(({ name }) => name.length));
  for (const { name, id, changedAt, from } of rows)
    context.print(
      `${c.bold(name.padEnd(width))}  ${(id ?? '').padEnd(16)}  ${(changedAt ?? '').slice(0, 10).padEnd(10)}  ${from}`,
    );
  if (rows.length === 0)
    context.note(
      'No key is stored, and the environment has none of the catalogue. Store one with plugwright keys set NAME.',
    );
  context.emitJson({
    ok: true,
    lock: kept?.kind ?? null,
    masterKey: kept?.masterKey ?? null,
    keys: rows,
  });
}

/** Keys of the catalogue's providers that the environment gives and the vault has not. */
async function given(env: Context['io']['env'], stored: ReadonlySet<string>) {
  const { catalogue } = await import('@plugwright/spec/text');
  const names = new Set(
    catalogue.flatMap((entry) => entry.env.filter((one) => one.sensitive).map(({ name }) => name)),
  );
  return [...names].flatMap((name) => {
    const from = originInEnvironment(name, env);
    return from === undefined || stored.has(name) ? [] : [{ name, from }];
  });
}

async function rm({ context, vault, args }: Run): Promise<void> {
  const names = keyNames(args, 'some');
  await vault.remove(names);
  context.print(
    `${context.colours.green('✔')} ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} gone from the vault.`,
  );
  context.emitJson({ ok: true, removed: names });
}

async function rotate({ context, vault, args, options, lock }: Run): Promise<void> {
  fileArgument(args, 0);
  const kind = lock ?? (await vault.lock())?.kind;
  const passphrase =
    kind === 'passphrase'
      ? await readPassphrase(
          context,
          {
            question: 'Next passphrase of the vault (empty: as before)',
            file: options['newPassphraseFile'],
            variable: 'PLUGWRIGHT_NEW_PASSPHRASE',
          },
          true,
        )
      : undefined;
  const rotated = await vault.rotate({ kind, passphrase });
  context.print(
    `${context.colours.green('✔')} All keys are encrypted again, locked with ${places[rotated.kind]} (master key ${rotated.masterKey}).`,
  );
  context.emitJson({ ok: true, lock: rotated.kind, masterKey: rotated.masterKey });
}

/** The passphrase of an export, which is needed. */
async function filePassphrase({ context, options }: Run, isNew: boolean): Promise<string> {
  const found = await readPassphrase(
    context,
    {
      question: isNew ? 'A passphrase for the file' : 'Passphrase of the file',
      file: options['newPassphraseFile'],
      variable: 'PLUGWRIGHT_NEW_PASSPHRASE',
    },
    isNew,
  );
  if (found !== undefined) return found;
  throw new PlugwrightError({
    code: 'PW_VAULT_PASSPHRASE_NEEDED',
    message: 'The file of exported keys has a passphrase of its own, and none was given.',
    hint: 'Type it when asked, or use --new-passphrase-file.',
  });
}

async function exportKeys(run: Run): Promise<void> {
  const { context, vault, args, options } = run;
  fileArgument(args, 0);
  const { out } = options;
  if (typeof out !== 'string')
    throw new PlugwrightError({
      code: 'PW_CLI_USAGE',
      message: 'There is no file to export to.',
      hint: 'Use --out keys.vault.',
    });
  const path = resolve(context.io.cwd, out);
  const text = await vault.export(await filePassphrase(run, true));
  try {
    await writeAtomically(path, text, { mode: 0o600, replace: options['overwrite'] === true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new PlugwrightError({
      code: 'PW_VAULT_WRITE',
      message:
        code === 'EEXIST' ? `${out} is there already.` : `${out} cannot be written: ${code}.`,
      hint: 'Choose another file, or use --overwrite.',
      cause,
    });
  }
  const shown = shownPath(context.io.cwd, path);
  context.print(
    `${context.colours.green('✔')} All keys are in ${shown}. Import them elsewhere with plugwright keys import ${shown}.`,
  );
  context.emitJson({ ok: true, file: path });
}

async function importKeys(run: Run): Promise<void> {
  const { context, vault, args, options } = run;
  const file = fileArgument(args, 1);
  if (file === undefined)
    throw new PlugwrightError({
      code: 'PW_CLI_USAGE',
      message: 'There is no file to import.',
      hint: 'Use plugwright keys import keys.vault.',
    });
  const bytes = await readExport(resolve(context.io.cwd, file), file);
  const overwrite = options['overwrite'] === true;
  const result = await vault.import(bytes, await filePassphrase(run, false), { overwrite });
  const { added, replaced, kept } = result;
  context.print(
    `${context.colours.green('✔')} ${added.length} added, ${replaced.length} replaced, ${kept.length} kept as they were.`,
  );
  if (kept.length > 0) context.note(`Kept: ${kept.join(', ')}. Use --overwrite to replace them.`);
  context.emitJson({ ok: true, ...result });
}

async function readExport(path: string, shown: string): Promise<Uint8Array> {
  const { fileLimit } = await import('@plugwright/vault');
  try {
    const { size } = await stat(path);
    if (size <= fileLimit) return await readFile(path);
  } catch (cause) {
    throw new PlugwrightError({
      code: 'PW_VAULT_READ',
      message: `${shown} cannot be read: ${(cause as NodeJS.ErrnoException).code}.`,
      hint: 'Check the path.',
      cause,
    });
  }
  throw new PlugwrightError({
    code: 'PW_VAULT_LIMIT',
    message: `${shown} has more than ${fileLimit} bytes.`,
    hint: 'Give a file that plugwright keys export wrote.',
  });
}
