/** What a machine without advisories, reviewers and publishers lacks for L2 and L3, made for an evaluation and said to be. */
import {
  digestOf,
  defaultPolicy,
  generateSigningKey,
  issueCertificate,
  signEnvelope,
  statementType,
  trustedKey,
  writeEnvelope,
  writeTrust,
} from '@plugwright/certify';
import { importAdvisories, nodeHost } from '@plugwright/engine';
import { check, reproduce, voucherFacts } from '@plugwright/engine/certify';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** As many as make an archive complete. */
const records = 3000;

/** A state directory with an archive of advisories of today, and a trust file with keys that live as long as it. */
export async function standIn(dir) {
  const osv = join(dir, 'osv');
  await mkdir(osv, { recursive: true });
  const modified = new Date(Date.now() - 60_000).toISOString();
  for (let at = 0; at < records; at++)
    await writeFile(
      join(osv, `${at}.json`),
      JSON.stringify({
        id: `MAL-0000-${at}`,
        modified,
        summary: 'Made for an evaluation.',
        affected: [{ package: { ecosystem: 'npm', name: `plugwright-stand-in-${at}` } }],
      }),
    );
  const trust = join(dir, 'trust.json');
  const host = nodeHost({
    env: { ...process.env, PLUGWRIGHT_HOME: join(dir, 'state'), PLUGWRIGHT_TRUST: trust },
  });
  await importAdvisories(osv, { host });
  const [signer, builder] = [generateSigningKey(), generateSigningKey()];
  const from = new Date(Date.now() - 3_600_000).toISOString();
  await writeFile(
    trust,
    writeTrust({
      trustVersion: 1,
      keys: [
        trustedKey(signer, 'evaluation', from),
        trustedKey(builder, 'builder of the evaluation', from),
      ],
    }),
  );
  return { dir, host, signer, builder, records };
}

/** The facts as a machine without advisory data has them. */
export function withoutData(facts) {
  const { audit } = facts;
  if (audit === undefined) return facts;
  const { asOf: _, ageDays: __, digest: ___, ...rest } = audit;
  const sentence = `Checked 0 of ${audit.asked} packages: no complete data.`;
  return {
    ...facts,
    audit: { ...rest, answer: 'unknown', answered: 0, stale: false, sentence, findings: [] },
  };
}

/** Adds what people and publishers say, signs, and lets `check` and `reproduce` loose on the certificate. */
export async function vouchFor({ facts, files, path, spec, stand }) {
  const { host, signer, builder } = stand;
  const dir = join(stand.dir, facts.plugin.name.replaceAll(/\W+/g, '-'));
  await mkdir(dir, { recursive: true });
  const at = (ending) => join(dir, `plugin${ending}`);
  await writeFile(
    at('.review.json'),
    JSON.stringify({
      reviewer: 'the evaluation',
      date: new Date().toISOString().slice(0, 10),
      statement: 'Nobody has read it: made to show the way to L3.',
      sha256: facts.package.sha256,
    }),
  );
  const provenance = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: facts.package.file, digest: { sha256: facts.package.sha256 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: { runDetails: { builder: { id: 'https://plugwright.example/evaluation' } } },
  };
  const envelope = signEnvelope(
    statementType,
    Buffer.from(JSON.stringify(provenance)),
    builder.privateKey,
  );
  await writeFile(at('.provenance.json'), writeEnvelope(envelope));
  const vouched = {
    ...facts,
    ...(await voucherFacts(
      { review: at('.review.json'), provenance: at('.provenance.json') },
      facts,
      host,
    )),
    attachments: {
      ...facts.attachments,
      ...Object.fromEntries(
        ['sbom', 'sarif', 'evidence'].map((name) => [name, digestOf(files[name])]),
      ),
    },
    signer: { keyid: signer.keyid, name: 'evaluation' },
  };
  const made = issueCertificate(vouched, defaultPolicy, signer.privateKey, new Date(host.now()));
  const file = at('.certificate.json');
  await writeFile(file, made.text);
  for (const name of ['sbom', 'sarif', 'evidence'])
    await writeFile(at(`.${name}.json`), files[name]);
  const tarball = at('.tgz');
  await writeFile(tarball, files.tarball);
  const again = await Promise.all([
    reproduce({ file, source: path, host }),
    reproduce({ file, source: join(path, spec), host }),
  ]);
  const checked = await check({ file, path: tarball, atLeast: 'L3', host });
  const same = again.filter(({ ok }) => ok).map(({ from }) => from);
  return {
    level: made.decision.level ?? 'none',
    holdingBack: made.decision.holdingBack.map(({ id }) => id),
    reproduced: same.length === 0 ? 'other bytes' : `same bytes from ${same.join(' and ')}`,
    checked: checked.ok ? 'accepted' : checked.problems.map(({ code }) => code).join(', '),
  };
}
