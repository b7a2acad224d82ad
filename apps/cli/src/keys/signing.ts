import { noTrust, parseTrust, trustLimit, withKeys, writeTrust } from '@plugwright/certify';
import {
  findSigningKey,
  newSigningKey,
  noSigningKey,
  pinKeys,
  readTrust,
  rotateSigningKey,
  trustPath,
} from '@plugwright/engine/certify';
import { publicKeyOf } from '@plugwright/certify';
import { writeAtomically } from '@plugwright/files';
import type { Vault } from '@plugwright/vault';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { shownPath } from '../shown-path.js';
import { visible } from '../visible.js';

/** What `plugwright keys signing` does. */
const does = ['new', 'rotate', 'list', 'export', 'trust'] as const;

/** `plugwright keys signing new|rotate|list|export|trust`: the key that certificates are signed with. */
export async function signing(
  context: Context,
  vault: Vault,
  [what = 'list', file]: readonly string[],
  options: Record<string, unknown>,
): Promise<void> {
  const host = cliHost(context);
  const c = context.colours;
  const name = typeof options['name'] === 'string' ? options['name'] : undefined;
  const tick = c.green('✔');
  if (what === 'new') {
    const key = await newSigningKey(host, vault, name ?? 'own key');
    context.print(`${tick} A signing key was made: ${c.bold(visible(key.name))} ${key.keyid}`);
    context.note(
      `Give others your public key with plugwright keys signing export --out trust.json. Your own is pinned in ${trustPath(host)}.`,
    );
    context.emitJson({ ok: true, key });
  } else if (what === 'rotate') {
    const { key, retired } = await rotateSigningKey(host, vault, name);
    context.print(`${tick} The key was rotated: ${c.bold(visible(key.name))} ${key.keyid}`);
    context.note(
      `What ${retired.keyid.slice(0, 16)}… signed until now stays valid. Export the trust file again.`,
    );
    context.emitJson({ ok: true, key, retired });
  } else if (what === 'list') {
    const { keys } = await readTrust(host);
    for (const key of keys)
      context.print(
        `${key.keyid.slice(0, 16)}  ${key.from.slice(0, 10)}  ${(key.until ?? '').slice(0, 10).padEnd(10)}  ${visible(key.name)}`,
      );
    if (keys.length === 0) context.note('No key is pinned.');
    context.emitJson({ ok: true, trust: trustPath(host), keys });
  } else if (what === 'export') {
    const secret = await findSigningKey(host, vault);
    if (secret === undefined) throw noSigningKey();
    const { keyid } = publicKeyOf(secret);
    const { keys } = await readTrust(host);
    const own = keys.find((key) => key.keyid === keyid);
    // Keys of others are theirs to give out; retired ones of this name are what older certificates are checked with.
    const exported = withKeys(
      noTrust,
      keys.filter((key) => key.name === own?.name),
    );
    const text = writeTrust(exported);
    const { out } = options;
    if (typeof out === 'string') {
      await writeAtomically(resolve(context.io.cwd, out), text);
      context.print(
        `${tick} ${exported.keys.length === 1 ? 'The public key is' : 'The public keys are'} in ${out}.`,
      );
    } else context.print(text.trimEnd());
    context.emitJson({ ok: true, ...exported });
  } else if (what === 'trust' && file !== undefined) {
    const path = resolve(context.io.cwd, file);
    const { keys } = parseTrust(await readSmall(path, file));
    await pinKeys(host, keys);
    for (const key of keys)
      context.print(`${tick} Pinned: ${c.bold(visible(key.name))} ${key.keyid}`);
    context.note('Compare the keyid with its owner on another way than the file came.');
    context.emitJson({ ok: true, keys });
  } else
    throw new PlugwrightError({
      code: 'PW_CLI_USAGE',
      message: 'This is not something that plugwright keys signing can do.',
      hint: `Use ${does.join(', ')}; trust takes a file, for example ${shownPath(context.io.cwd, resolve(context.io.cwd, 'trust.json'))}.`,
    });
}

async function readSmall(path: string, shown: string): Promise<string> {
  try {
    if ((await stat(path)).size <= trustLimit) return await readFile(path, 'utf8');
  } catch (cause) {
    throw new PlugwrightError({
      code: 'PW_CERTIFY_READ',
      message: `${shown} cannot be read: ${(cause as NodeJS.ErrnoException).code}.`,
      hint: 'Check its path and permissions.',
      cause,
    });
  }
  throw new PlugwrightError({
    code: 'PW_CERTIFY_READ',
    message: `${shown} is too large.`,
    hint: 'Give a trust file.',
  });
}
