import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../src/__fixtures__/run-cli.js';

let cwd = '';
beforeEach(async () => {
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-words-')));
});
afterEach(() => fs.rm(cwd, { recursive: true, force: true }));
const cli = (argv: string[], options: Parameters<typeof runCli>[1] = {}) =>
  runCli(argv, { cwd, ...options });
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;
const files = () => fs.readdir(cwd);

describe('plugwright create "<sentence>"', { timeout: 180_000 }, () => {
  it.each([
    ['Roll dice and flip a coin', 'ROLL_DICE'],
    ['Keep a shopping list: add items, list items and remove an item', 'ADD'],
    ['Summarise a text in three sentences', 'SUMMARI'],
  ])('makes a plugin of %j that passes every gate', async (sentence, action) => {
    const run = await cli(['create', sentence, '--yes', '--out', 'made']);
    expect(run.stderr).toContain('✔ tests');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(action);
    expect(run.stdout).toMatch(/plugin-[\w-]+ works: 5 gates passed/);
    expect(existsSync(join(cwd, 'made', 'plugwright.yaml'))).toBe(true);
  });

  it('takes words without quotes, and words from standard input', async () => {
    const argv = ['--dry-run', '--yes', '--json'];
    const plain = json(
      (await cli(['create', 'Roll', 'dice', 'and', 'flip', 'a', 'coin', ...argv])).stdout,
    );
    expect(plain).toMatchObject({ ok: true, outcome: 'planned', kind: 'sentence' });
    const piped = await cli(['create', '-', ...argv], { stdin: 'Roll dice and flip a coin.\n' });
    expect(json(piped.stdout)).toMatchObject({ kind: 'sentence', actions: plain['actions'] });
  });

  it('gives one JSON document with fields, assumptions and questions', async () => {
    const run = await cli([
      'create',
      'Roll dice and flip a coin',
      '--yes',
      '--json',
      '--no-verify',
    ]);
    expect(json(run.stdout)).toMatchObject({
      ok: true,
      intent: 'create',
      recipes: ['compute'],
      questions: [],
      fields: expect.arrayContaining([
        expect.objectContaining({ source: 'rule', evidence: expect.any(Array) }),
      ]),
      assumptions: expect.any(Array),
    });
  });

  it('takes a file of that name before the words', async () => {
    await fs.writeFile(join(cwd, 'my api'), 'openapi: 3.0.0\n');
    const run = await cli(['create', 'my api']);
    expect(run.stderr).not.toContain('PW_SENTENCE');
    expect(run.stderr).toContain('PW_OPENAPI');
  });
});

describe('questions', { timeout: 60_000 }, () => {
  const open = 'Fetch the derivatives of a coin from CoinGecko';
  const id = 'operation:coingecko';
  const specOf = async (argv: string[], options: Parameters<typeof runCli>[1] = {}) =>
    (await cli(['spec', open, ...argv], options)).stdout;

  it('are listed where nobody can answer, and nothing is written', async () => {
    const run = await cli(['create', open]);
    expect(run.code).toBe(2);
    for (const said of ['PW_SENTENCE_QUESTIONS', '--answers FILE', '--yes', id])
      expect(run.stderr).toContain(said);
    expect(await files()).toEqual([]);
    const data = json((await cli(['create', open, '--json'])).stdout);
    expect(data).toMatchObject({
      ok: false,
      outcome: 'unreadable',
      error: { code: 'PW_SENTENCE_QUESTIONS' },
      questions: [{ id }],
    });
  });

  it('take what is assumed with --yes, and say so', async () => {
    const run = await cli(['create', open, '--yes', '--no-verify', '--out', 'x']);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('Assumed');
    expect(run.stderr).not.toContain('Questions');
    expect(await files()).toEqual(['x']);
  });

  it('are shown beside the spec, on stderr', async () => {
    const run = await cli(['spec', open]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^specVersion: 1\nname: plugin-/);
    for (const said of ['Recipes', 'Evidence', 'Assumed', 'Questions', id])
      expect(run.stderr).toContain(said);
    const data = json((await cli(['spec', open, '--json'])).stdout);
    expect(data).toMatchObject({ ok: true, sentence: open, questions: [{ id }] });
    const taken = await cli(['spec', open, '--yes', '--quiet']);
    expect(taken.stdout).toBe(run.stdout);
    expect(taken.stderr).toBe('');
  });

  it('are answered by a file', async () => {
    await fs.writeFile(join(cwd, 'a.yaml'), `${id}: GET /simple/price\n`);
    expect(await specOf(['--answers', 'a.yaml'])).toContain('path: /simple/price');
    await fs.writeFile(join(cwd, 'a.json'), JSON.stringify({ [id]: 'GET /coins/list', other: 3 }));
    const run = await cli(['spec', open, '--answers', 'a.json']);
    expect(run.stdout).toContain('path: /coins/list');
    expect(run.stderr).toContain('PW_SENTENCE_ANSWER_UNUSED');
    expect(run.stderr).toContain('"other"');
  });

  it.each([
    ['a list', '- a\n', 'PW_SENTENCE_ANSWERS'],
    ['nested', `${id}: { a: 1 }\n`, 'PW_SENTENCE_ANSWERS'],
    ['no YAML', '{ "a": ', 'PW_SENTENCE_ANSWERS'],
    ['no answer', `${id}: hmm\n`, 'PW_TEXT_ANSWER_UNCLEAR'],
  ])('refuse a file with %s', async (_, text, code) => {
    await fs.writeFile(join(cwd, 'a.yaml'), text);
    const run = await cli(['create', open, '--answers', 'a.yaml', '--out', 'x']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(code);
    expect(await files()).toEqual(['a.yaml']);
    expect((await cli(['create', open, '--answers', 'none.yaml'])).stderr).toContain(
      'PW_SOURCE_NOT_FOUND',
    );
  });

  it('are asked at a terminal: a text, a number of a choice, or the return key', async () => {
    const typed = async (answer: string) => {
      const run = await cli(['create', open, '--dry-run'], { answer });
      expect(run.stderr).toContain('? Which operation of CoinGecko');
      expect(run.stderr).toMatch(/› \[\/\w+\]/);
      expect(run.code).toBe(0);
      return /^\+ {6}path: (.*)$/m.exec(run.stdout)?.[1];
    };
    expect(await typed('GET /simple/price')).toBe('/simple/price');
    expect(await typed('')).toBe(await typed('1'));
  });

  it('are asked again when an answer is not understood', async () => {
    const run = await cli(['create', open, '--dry-run'], { answer: 'hmm\nGET /simple/price' });
    expect(run.stderr).toContain('PW_TEXT_ANSWER_UNCLEAR');
    expect(run.stdout).toContain('path: /simple/price');
    const machine = await cli(['create', open, '--json'], { answer: 'GET /simple/price' });
    expect(json(machine.stdout)).toMatchObject({ error: { code: 'PW_SENTENCE_QUESTIONS' } });
  });

  it('complete a sentence that says too little', async () => {
    const run = await cli(['create', 'Create a plugin for Slack', '--dry-run', '--json']);
    expect(json(run.stdout)).toMatchObject({ ok: false, questions: [{ id: 'what' }] });
    await fs.writeFile(join(cwd, 'a.yaml'), 'what: flip a coin\n');
    const more = await cli(['spec', 'Create a plugin for Slack', '--answers', 'a.yaml']);
    expect(more.stdout).toContain('FLIP_COIN');
  });
});

describe('bad input', () => {
  /** How a command that must write nothing ends, as text and as JSON. */
  const ending = async (argv: string[], options: Parameters<typeof runCli>[1] = {}) => {
    const run = await cli(argv, options);
    const data = json((await cli([...argv, '--json'], options)).stdout);
    const hasHint = run.stderr.includes('hint:') && run.stderr.length < 4000;
    const code = /PW_[A-Z]+_[A-Z_]+/.exec(run.stderr)?.[0];
    return {
      exit: run.code,
      stdout: run.stdout,
      code,
      hasHint,
      ok: data['ok'],
      files: await files(),
    };
  };
  const refused = {
    exit: 2,
    stdout: '',
    code: expect.any(String),
    hasHint: true,
    ok: false,
    files: [],
  };

  const poem = `Shall the quiet river answer when the willow calls its name,
or the moonlight on the water burn as softly as a flame?`;
  it.each([
    ['nothing', ''],
    ['blanks', '  \n '],
    ['marks', '?!… --- ***'],
    ['another language', 'Bitte erstelle mir eine Erweiterung, die jeden Morgen das Wetter ansagt'],
    ['another script', '毎朝天気を教えるプラグインを作ってください'],
    ['a poem', poem],
    ['no request', 'I read about plugins yesterday and it was a nice evening.'],
    ['something vague', 'Make something cool please'],
    ['something impossible', 'Create a plugin that reads my mind'],
    ['an update', 'Update my weather plugin to show the wind'],
  ])('is refused with a code, and nothing is written: %s', async (_, text) => {
    expect(await ending(['create', text, '--yes'])).toEqual(refused);
    expect(await ending(['create', '-', '--yes'], { stdin: text })).toEqual(refused);
    expect(await ending(['spec', text])).toEqual(refused);
  });

  it('is refused when it is huge or binary', async () => {
    const huge = 'make a plugin '.repeat(750_000);
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 37) % 256));
    for (const text of [huge, bytes.toString('latin1')]) {
      expect(await ending(['create', text, '--yes'])).toEqual(refused);
      expect(await ending(['create', '-', '--yes'], { stdin: text })).toEqual(refused);
    }
  });
});
