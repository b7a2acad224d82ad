export { createRedactor, type Redactor, type Secret } from './redactor.js';
export { environmentSecrets, isSecretName } from './environment-secrets.js';
export type { RedactStream } from './redact-stream.js';
export { findPatterns } from './secret-patterns.js';
export { secretForms, type SecretForm } from './secret-forms.js';
export type { SecretRange } from './needle-index.js';
