import { describe, expect, test } from 'vitest';
import { describeOperation, makeDistinct, textsOf } from './describe.js';
import { firstSentence, plainText, shortenText } from './plain-text.js';

describe('plain text', () => {
  test.each([
    ['# Title\n\nSome **bold** and _soft_ `code`.', 'Title Some bold and soft code.'],
    ['<p>Hello <b>you</b></p><script>run()</script> &amp; me', 'Hello you & me'],
    ['See [the guide](https://x.test "t") and ![picture](p.png)', 'See the guide and picture'],
    ['Uses [x](http://a.test/b_(c)) via <b>it</b> .', 'Uses x via it.'],
    ['- one\n- two\n\n---\n> three', 'one two three'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', '| a | b | | 1 | 2 |'],
    ['before\n```js\nrun()\n```\nafter', 'before after'],
    ['a\u202eb\u200bc\u2028d\ufeff', 'abc d'],
    ['e\u0301', 'é'],
    ['<!-- hidden --> shown', 'shown'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ])('%j', (text, plain) => expect(plainText(text)).toBe(plain));

  test('hostile text is handled in linear time', () => {
    const start = performance.now();
    for (const part of ['<a ', '[', '**', '`', '![', '<!--', '<script', '| ', '- ', '&amp', '*a '])
      plainText(part.repeat(50_000));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('shortening', () => {
  test.each([
    ['short', 20, 'short'],
    ['One sentence. Another sentence that is long', 25, 'One sentence.'],
    ['words without any end of sentence', 20, 'words without any…'],
    ['x'.repeat(50), 10, `${'x'.repeat(9)}…`],
    ['(open, more words here', 8, '(open…'],
  ])('%j to %d', (text, max, expected) => {
    expect(shortenText(text, max)).toBe(expected);
    expect(shortenText(text, max).length).toBeLessThanOrEqual(max);
  });
  test('the first sentence ends at its end', () => {
    expect(firstSentence('Uses v3.1 e.g. Here. Then this.')).toBe('Uses v3.1 e.g. Here.');
    expect(firstSentence('no end')).toBe('no end');
  });
});

describe('descriptions', () => {
  const of = (summary?: string, description?: string, id?: string) =>
    describeOperation(textsOf(summary, description), 'GET', '/users/{id}', id);

  test('summary and description are joined without saying things twice', () => {
    expect(of('Get a user').text).toBe('Get a user.');
    expect(of('Get a user', 'Get a user. Needs the id.').text).toBe('Get a user. Needs the id.');
    expect(of('Get a user', 'By its id.').text).toBe('Get a user. By its id.');
    expect(of(undefined, 'First. Second.').text).toBe('First.');
  });
  test('without either, one is made and marked', () => {
    expect(of(undefined, undefined, 'getUser')).toEqual({
      text: 'Get user (getUser): GET /users/{id}',
      made: true,
    });
    expect(of('...', '**')).toEqual({ text: 'Get user: GET /users/{id}', made: true });
  });
  test('long ones are cut', () => {
    expect(of('Get', 'many words '.repeat(200)).text.length).toBeLessThanOrEqual(320);
  });
  test('equal ones are told apart by method and path', () => {
    const same = { description: 'Find things.', method: 'GET' };
    expect(
      makeDistinct([
        { ...same, path: '/a' },
        { ...same, path: '/b' },
        { ...same, description: 'Other', path: '/c' },
      ]),
    ).toEqual(['Find things. (GET /a)', 'Find things. (GET /b)', 'Other']);
  });
});
