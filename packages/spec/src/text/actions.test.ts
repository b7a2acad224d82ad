import { describe, expect, test } from 'vitest';
import { parseText } from './parse-text.js';

const names = (text: string) => parseText(text).actions.map(({ name }) => name);

describe('actions of a request', () => {
  test.each([
    ['Join and leave meeting rooms.', ['JOIN_MEETING_ROOM', 'LEAVE_MEETING_ROOM']],
    ['create, list and remove bookmarks', ['CREATE_BOOKMARK', 'LIST_BOOKMARKS', 'DELETE_BOOKMARK']],
    ['Start a tunnel and report its status', ['START_TUNNEL', 'GET_TUNNEL_STATUS']],
    [
      'Control the heating: turn on, turn off, set temperature and mode.',
      ['TURN_ON_HEATING', 'TURN_OFF_HEATING', 'SET_TEMPERATURE', 'SET_MODE'],
    ],
    ["Look up a film's rating and cast", ['GET_RATING', 'GET_FILM_CAST']],
    ['get trending songs and albums', ['GET_TRENDING_SONGS', 'GET_TRENDING_ALBUMS']],
    ['get newly opened shops', ['GET_NEW_SHOPS']],
    ['get info about a flight and its passengers', ['GET_FLIGHT_INFO', 'GET_PASSENGERS']],
    ['Fetch a list of available rooms', ['GET_ROOMS']],
    [
      'Paint pictures from a prompt and upload them to a bucket',
      ['PAINT_PICTURE', 'UPLOAD_PICTURE'],
    ],
    ['manage invoices', ['CREATE_INVOICE', 'LIST_INVOICES', 'UPDATE_INVOICE', 'DELETE_INVOICE']],
    ['Remind people of birthdays', ['CREATE_REMINDER']],
    ['play, pause and skip songs', ['PLAY_SONG', 'PAUSE_SONG', 'SKIP_SONG']],
    ['show me the gas price', ['GET_GAS_PRICE']],
    ['Search the web and answer with the results.', ['SEARCH_WEB']],
    ['turn the lights on', ['TURN_ON_LIGHTS']],
    ['search for recipes', ['SEARCH_RECIPES']],
    ['swap', ['SWAP']],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test('a word that is a noun as often stays a noun among nouns', () => {
    expect(names('Get the search volume, trade history and order book of a market')).toEqual([
      'GET_SEARCH_VOLUME',
      'GET_TRADE_HISTORY',
      'GET_ORDER_BOOK',
    ]);
  });

  test('framing, examples and asides ask for nothing', () => {
    expect(
      names(
        'Hi, could you please build me a small plugin called "x" that rolls dice (for games), e.g. 2d6?',
      ),
    ).toEqual(['ROLL_DICE']);
    expect(names('I want my agent to be able to book tables')).toEqual(['BOOK_TABLE']);
    expect(names('A plugin for Acme Pay that creates charges and lists charges')).toEqual([
      'CREATE_CHARGE',
      'LIST_CHARGES',
    ]);
    expect(names('Use the Acme API to search flats')).toEqual(['SEARCH_FLATS']);
  });

  test('Mastodon holds no todo', () => {
    expect(names('Post to Mastodon when my build fails').join(' ')).not.toMatch(/TODO/);
  });
});

describe('features of a description', () => {
  const features = (text: string) => parseText(text, 'features').actions.map(({ name }) => name);

  test('nouns of action are actions', () => {
    expect(
      features(
        'A plugin for parcels.\nParcel labels: Print labels\nNative token transfers\nCross-chain bridging of assets\nRetrieval of receipts',
      ),
    ).toEqual(['PRINT_LABEL', 'TRANSFER_TOKEN', 'BRIDGE_ASSET', 'GET_RECEIPTS']);
  });

  test('qualities and inner workings are none', () => {
    expect(
      features(
        'A plugin.\nRate limiting: built-in\nFull test coverage\nError handling with retries\nTypeScript support',
      ),
    ).toEqual([]);
  });

  test('quoted examples are read like requests, the same thing once', () => {
    expect(
      features('Tokens.\n"Show me trending tokens"\n"Show the trending tokens"\n"Find pools"'),
    ).toEqual(['GET_TRENDING_TOKENS', 'FIND_POOLS']);
  });

  test('bullets make a text a list of features', () => {
    expect(parseText('A thing\n- parcel tracking\n- label printing').style).toBe('features');
    expect(parseText('Search the web').style).toBe('request');
  });
});
