import type { SentenceReading } from '@plugwright/engine';
import { describe, expect, it } from 'vitest';
import { terminal } from './__fixtures__/printing.js';
import { printQuestions, printReading, readingJson } from './print-reading.js';

const sentenceReading = (more: Partial<SentenceReading> = {}): SentenceReading => ({
  text: 'Tell the weather of Berlin every day at nine, and say it in a very friendly manner to all of us',
  intent: 'create',
  outcome: 'questions',
  fields: [],
  recipes: [],
  providers: [],
  assumptions: [],
  questions: [],
  linked: [],
  ...more,
});
const field = (at: number, more: object = {}): SentenceReading['fields'][number] => ({
  path: `/actions/${at}/name`,
  value: 'GET_WEATHER',
  confidence: 0.8,
  evidence: [0, 16],
  source: 'rule',
  ...more,
});

describe('printReading', () => {
  it('says nothing of a reading that leaves nothing to say', () => {
    const { context, out, err } = terminal();
    printReading(context, sentenceReading({ fields: [field(0)] }));
    printReading(context, sentenceReading(), { withEvidence: true });
    expect([out(), err()]).toEqual(['', '']);
  });

  it('shows what was said for what, shortened, and counts what is too much', () => {
    const fields = [
      field(0, { value: { kind: 'http', path: `/${'x'.repeat(60)}` }, evidence: [0, 95] }),
      field(1, { evidence: null }),
      ...Array.from({ length: 13 }, (_, at) => field(at + 2)),
    ];
    const few = terminal();
    printReading(few.context, sentenceReading({ fields, recipes: ['http'] }), {
      withEvidence: true,
    });
    expect(few.err()).toContain('Recipes  http\n');
    expect(few.err()).toMatch(
      /\/actions\/0\/name +\{"kind":"http","path":"\/x+…  rule 0\.80, “Tell the weather .*…”/,
    );
    expect(few.err()).not.toContain('/actions/1/name');
    expect(few.err()).not.toContain('/actions/14/name');
    expect(few.err()).toContain('… and 2 more (--debug shows all of them)');
    const all = terminal({ debug: true });
    printReading(all.context, sentenceReading({ fields }), { withEvidence: true });
    expect(all.err()).toContain('/actions/14/name');
    expect(all.err()).not.toContain('more (--debug');
  });

  it('shows the operations that were found, and what is assumed', () => {
    const { context, err } = terminal();
    const linked = {
      action: 'GET_WEATHER',
      phrase: 'tell the\u001b[2J weather',
      document: 'weather.example',
      chosen: 'GET /weather',
      others: ['GET /forecast', 'GET /alerts'],
    };
    printReading(
      context,
      sentenceReading({
        linked: [linked, { ...linked, others: [] }],
        assumptions: [
          { path: '/name', value: 'plugin-weather', text: 'It is called plugin-weather.' },
          { path: '', value: null, text: 'It is in English.' },
        ],
      }),
    );
    expect(err()).toContain('“tell the\\u001b[2J weather” → GET /weather  weather.example\n');
    expect(err().match(/next best: GET \/forecast; GET \/alerts/g)).toHaveLength(1);
    expect(err()).toContain('• It is called plugin-weather.  /name\n');
    expect(err()).toContain('• It is in English.\n');
  });

  it('shows questions with what would be taken, and how to answer', () => {
    const question = { id: 'feed', text: 'Which feed?', path: '/feed', choices: [] };
    const bare = terminal();
    printQuestions(bare.context, [question]);
    expect(bare.err()).toContain('? feed  Which feed?\n');
    expect(bare.err()).toContain('"feed": "…"');
    expect(bare.err()).not.toMatch(/for example:|otherwise:/);
    const choices = terminal();
    printQuestions(choices.context, [{ ...question, choices: ['a', 'b'] }]);
    expect(choices.err()).toContain('for example: a | b\n');
    expect(choices.err()).toContain('"feed": "a"');
    const likely = terminal();
    printQuestions(likely.context, [{ ...question, choices: ['a', 'b'], fallback: 'b' }]);
    expect(likely.err()).toContain('otherwise: b\n');
    expect(likely.err()).toContain('"feed": "b"');
  });

  it('is part of --json without what is said elsewhere', () => {
    expect(readingJson(undefined)).toEqual({});
    const { text, outcome: _, ...rest } = sentenceReading();
    expect(readingJson(sentenceReading())).toEqual({ sentence: text, ...rest });
  });
});
