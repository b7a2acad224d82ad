import type { Analysis } from '../analysis.js';
import type { CallSite } from '../read-call.js';
import { tableOf, type Row } from './path-pattern.js';
import { CRYPTO_CHECKS } from './crypto-checks.js';
import { CRYPTO_LIBRARY_CHECKS } from './crypto-libraries.js';
import { DOWNLOAD_CHECKS } from './download-checks.js';
import { LEAK_CHECKS } from './leak-checks.js';
import { MESSAGE_CHECKS } from './message-checks.js';
import { SECRET_CHECKS } from './secret-checks.js';
import { TRANSPORT_CHECKS } from './transport-checks.js';
import { BEHAVIOUR_CHECKS } from './behaviour-checks.js';
import { MALWARE_CHECKS } from './malware-checks.js';

/** A call that is wrong by itself or by its constants, not by data that reaches it. */
export interface CallCheck extends Row {
  readonly check: (analysis: Analysis, site: CallSite, path: string) => void;
}

export const callChecksOf = tableOf<CallCheck>([
  ...CRYPTO_CHECKS,
  ...CRYPTO_LIBRARY_CHECKS,
  ...LEAK_CHECKS,
  ...SECRET_CHECKS,
  ...TRANSPORT_CHECKS,
  ...DOWNLOAD_CHECKS,
  ...MESSAGE_CHECKS,
  ...BEHAVIOUR_CHECKS,
  ...MALWARE_CHECKS,
]);
