import { type Envelope, signEnvelope, statementType } from './envelope/dsse.js';
import { type Statement, statementOf } from './envelope/statement.js';
import type { CertificateFacts } from './facts.js';
import { type Decision, evaluate } from './policy/evaluate.js';
import type { Policy } from './policy/policy.js';

/** Bytes of a certificate file; a larger one is not read. */
export const certificateLimit = 4 * 1024 * 1024;

/** A certificate, made. */
export interface Certificate {
  /** What is written to the file: one line, so that a changed byte is never without a meaning. */
  text: string;
  envelope: Envelope;
  statement: Statement;
  decision: Decision;
}

/**
 * Holds facts against a policy and signs the answer. A plugin that reaches no level gets a certificate too: it says so.
 *
 * @throws PlugwrightError `PW_CERTIFY_KEY`
 */
export function issueCertificate(
  facts: CertificateFacts,
  policy: Policy,
  privateKey: string,
  issuedAt: Date,
): Certificate {
  const decision = evaluate(facts, policy);
  const statement = statementOf(facts, policy, decision, issuedAt);
  const envelope = signEnvelope(statementType, Buffer.from(JSON.stringify(statement)), privateKey);
  return { text: writeEnvelope(envelope), envelope, statement, decision };
}

/** The one text of an envelope. */
export const writeEnvelope = ({ payloadType, payload, signatures }: Envelope): string =>
  `${JSON.stringify({ payloadType, payload, signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig })) })}\n`;
