import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from '../job-record.js';
import { DELIVERY_SCHEDULE } from './delivery-schedule.js';
import { newWebhookSecret, signWebhook } from './sign-webhook.js';
import { webhookBody } from './webhook-message.js';

const page = readFileSync(
  fileURLToPath(new URL('../../../../docs/webhooks.md', import.meta.url)),
  'utf8',
);
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, 's').exec(page)?.[1] ?? '';

const secret = newWebhookSecret();
const body = '{"type":"job.completed","data":{"jobId":"ü"}}';
const id = 'job:completed:7';
const at = (now: number) => ({ ...signWebhook([newWebhookSecret(), secret], { id, body, now }) });
/** Headers, body, and whether the message is to be accepted. */
const messages = [
  { name: 'a right one', headers: at(Date.now()), text: body, fine: true },
  { name: 'another body', headers: at(Date.now()), text: `${body} `, fine: false },
  {
    name: 'another id',
    headers: { ...at(Date.now()), 'webhook-id': 'job:completed:8' },
    text: body,
    fine: false,
  },
];

describe('the page on webhooks', () => {
  test('shows the message as it is sent', () => {
    const shown = JSON.parse(block('json')) as { data: { jobId: string; link: string } };
    const entry = {
      type: 'job.failed',
      createdAt: Date.UTC(2026, 10, 29),
      state: 'failed',
      seq: 184,
      attempt: 2,
      code: 'PW_BOOT_FAILED',
    } as OutboxEntry;
    const { jobId, link } = shown.data;
    expect(JSON.parse(webhookBody({ id: jobId, kind: 'plugin' }, entry, link))).toEqual(shown);
  });

  test('says the schedule as it is', () => {
    const words = DELIVERY_SCHEDULE.map((ms) =>
      ms < 60_000
        ? `${ms / 1000} s`
        : ms < 3_600_000
          ? `${ms / 60_000} min`
          : `${ms / 3_600_000} h`,
    );
    expect(page).toContain(`after ${words.join(', ')},`);
  });

  test.each(messages)('verifies in TypeScript: $name', async ({ headers, text, fine }) => {
    const folder = mkdtempSync(join(import.meta.dirname, '.docs-'));
    try {
      writeFileSync(join(folder, 'verify.ts'), block('ts'));
      const { verify } = (await import(join(folder, 'verify.ts'))) as {
        verify(secret: string, headers: object, body: string): unknown;
      };
      const check = () => verify(secret, headers, text) !== undefined;
      expect(
        (() => {
          try {
            return check();
          } catch {
            return false;
          }
        })(),
      ).toBe(fine);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([
    ...messages,
    { name: 'an old one', headers: at(Date.now() - 400_000), text: body, fine: false },
  ])('verifies in Python: $name', ({ headers, text, fine }) => {
    const program = `${block('python')}\nimport json, sys\ncall = json.load(sys.stdin)\nprint(verify(call["secret"], call["headers"], call["text"].encode()))`;
    const input = JSON.stringify({ secret, headers, text });
    const said = execFileSync('python3', ['-c', program], { input, encoding: 'utf8' });
    expect(said.trim()).toBe(fine ? 'True' : 'False');
  });

  test.each(messages)('verifies in the shell: $name', ({ headers, text, fine }) => {
    const { status } = spawnSync(
      'bash',
      [
        '-c',
        `${block('bash')}\nverify "$@"`,
        'verify',
        secret,
        headers['webhook-id'],
        headers['webhook-timestamp'],
        headers['webhook-signature'],
      ],
      { input: text },
    );
    expect(status).toBe(fine ? 0 : 1);
  });
});
