import * as z from 'zod';
import { certificateLimit, writeEnvelope } from '../certificate.js';
import { type Envelope, statementType } from './dsse.js';
import { parseStatement, type Statement } from './statement.js';
import { parseStrictJson } from './strict-json.js';

const envelopeSchema = z.strictObject({
  payloadType: z.string().max(200),
  payload: z.string(),
  signatures: z
    .array(z.strictObject({ keyid: z.string().max(200), sig: z.string().max(200) }))
    .min(1)
    .max(10),
});

/** Why a file is no certificate that is looked at. */
export interface Refusal {
  code: string;
  message: string;
}

/** A file taken apart; nothing in it is believed yet. */
export interface ReadCertificate {
  envelope: Envelope;
  statement: Statement;
}

const refuse = (code: string, message: string): { refused: Refusal } => ({
  refused: { code, message },
});

/** Reads an envelope strictly: one value, one text. Signatures are the caller's matter. */
export function readEnvelope(bytes: Uint8Array): { envelope: Envelope } | { refused: Refusal } {
  if (bytes.byteLength > certificateLimit)
    return refuse(
      'PW_CHECK_TOO_LARGE',
      `The file has ${bytes.byteLength} bytes; a certificate has at most ${certificateLimit}.`,
    );
  const text = decode(bytes);
  if (text === undefined) return refuse('PW_CHECK_BROKEN', 'The file is not UTF-8 text.');
  const json = parseStrictJson(text);
  if ('fault' in json)
    return json.fault === 'duplicate-key'
      ? refuse(
          'PW_CHECK_DUPLICATE_KEY',
          'A key stands twice in the file, so that readers may see different things.',
        )
      : refuse('PW_CHECK_BROKEN', 'The file is no whole JSON document; it may be cut off.');
  const found = envelopeSchema.safeParse(json.value);
  if (!found.success) {
    const { path = [], message = '' } = found.error.issues[0] ?? {};
    return refuse(
      'PW_CHECK_ENVELOPE',
      `The file is no DSSE envelope: ${path.join('.') || 'it'}: ${message}.`,
    );
  }
  const envelope = found.data;
  // Before the type: a changed one is told as such, whatever else is wrong.
  if (envelope.payloadType !== statementType)
    return refuse(
      'PW_CHECK_PAYLOAD_TYPE',
      `What is signed calls itself ${JSON.stringify(envelope.payloadType)}, not ${statementType}.`,
    );
  const isCanonical = (value: string) => Buffer.from(value, 'base64').toString('base64') === value;
  if (!isCanonical(envelope.payload) || !envelope.signatures.every(({ sig }) => isCanonical(sig)))
    return refuse('PW_CHECK_ENVELOPE', 'The envelope holds base64 that is not canonical.');
  if (writeEnvelope(envelope) !== text)
    return refuse(
      'PW_CHECK_ENVELOPE',
      'The file is not written as certificates are; something was changed in it.',
    );
  return { envelope };
}

/** Reads what was signed. Call it after the signature is known to be good. */
export function readPayload({
  payload,
}: Envelope): { statement: Statement } | { refused: Refusal } {
  const text = decode(Buffer.from(payload, 'base64'));
  const json = text === undefined ? undefined : parseStrictJson(text);
  if (json === undefined || 'fault' in json)
    return json?.fault === 'duplicate-key'
      ? refuse('PW_CHECK_DUPLICATE_KEY', 'A key stands twice in the statement.')
      : refuse('PW_CHECK_STATEMENT', 'What is signed is no JSON document.');
  const found = parseStatement(json.value);
  return 'why' in found
    ? refuse('PW_CHECK_STATEMENT', `What is signed is no certificate of this kind: ${found.why}.`)
    : found;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
