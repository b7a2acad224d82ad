import { HEADER_NAME } from './check-http.js';
import type { Report } from './check-report.js';
import { pointerOf } from './json-pointer.js';
import type { PluginSpec } from './plugin-spec.js';

/** A key travels under a name that its place allows: headers and cookies take only tokens (RFC 9110, 5.6.2; RFC 6265, 4.1.1). */
export function checkAuth({ auth }: PluginSpec, report: Report): void {
  for (const [id, scheme] of Object.entries(auth)) {
    if (scheme.type !== 'apiKey' || scheme.in === 'query') continue;
    // As a key of an object this name would set the prototype.
    if (HEADER_NAME.test(scheme.name) && scheme.name !== '__proto__') continue;
    report(
      'PW_SPEC_PATTERN',
      pointerOf(['auth', id, 'name']),
      `"${scheme.name}" cannot be the name of an HTTP ${scheme.in}.`,
      'Use letters, digits and hyphens, such as X-Api-Key.',
    );
  }
}
