import { AUDIT_CODES } from './codes/audit.js';
import { BENCH_CODES } from './codes/bench.js';
import { CATALOG_CODES } from './codes/catalog.js';
import { CHAT_CODES } from './codes/chat.js';
import { DOCUMENT_CODES } from './codes/document.js';
import { EDIT_CODES } from './codes/edit.js';
import { ENGINE_CODES } from './codes/engine.js';
import { FETCH_CODES } from './codes/fetch.js';
import { JOBS_CODES } from './codes/jobs.js';
import { OPENAPI_CODES } from './codes/openapi.js';
import { PATH_CODES } from './codes/path.js';
import { RENDER_CODES } from './codes/render.js';
import { SCAN_CODES } from './codes/scan.js';
import { SANDBOX_CODES } from './codes/sandbox.js';
import { SPEC_CODES } from './codes/spec.js';
import { TEXT_CODES } from './codes/text.js';
import { VAULT_CODES } from './codes/vault.js';
import { VERIFY_CODES } from './codes/verify.js';
import { WEBHOOK_CODES } from './codes/webhook.js';

/** Every code a diagnostic or a `PlugwrightError` can carry. The troubleshooting guide is made from it. */
export const ERROR_CODES = {
  ...DOCUMENT_CODES,
  ...SPEC_CODES,
  ...PATH_CODES,
  ...OPENAPI_CODES,
  ...FETCH_CODES,
  ...TEXT_CODES,
  ...RENDER_CODES,
  ...EDIT_CODES,
  ...VERIFY_CODES,
  ...BENCH_CODES,
  ...SANDBOX_CODES,
  ...ENGINE_CODES,
  ...CATALOG_CODES,
  ...SCAN_CODES,
  ...AUDIT_CODES,
  ...VAULT_CODES,
  ...JOBS_CODES,
  ...CHAT_CODES,
  ...WEBHOOK_CODES,
};

/** A code of {@link ERROR_CODES}. */
export type ErrorCodeName = keyof typeof ERROR_CODES;
