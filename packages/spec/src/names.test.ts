import { builtinModules } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileTexts } from './__fixtures__/hostile-texts.js';
import {
  checkPluginName,
  isReservedName,
  pluginDirectoryName,
  toActionName,
  toPluginName,
} from './index.js';

const codes = (name: string, allowElizaScope = false) =>
  checkPluginName(name, { allowElizaScope }).map(({ code }) => code);

describe('checkPluginName', () => {
  test.each([
    'plugin-weather-desk',
    '@acme/plugin-weather-desk',
    'plugin-x9',
    'plugin-a.b_c',
    `plugin-${'a'.repeat(207)}`,
  ])('accepts %s', (name) => {
    expect(checkPluginName(name)).toEqual([]);
  });

  test.each([
    ['', 'PW_SPEC_NAME_INVALID'],
    ['Plugin-Weather', 'PW_SPEC_NAME_INVALID'],
    ['plugin weather', 'PW_SPEC_NAME_INVALID'],
    ['.plugin-weather', 'PW_SPEC_NAME_INVALID'],
    ['_plugin-weather', 'PW_SPEC_NAME_INVALID'],
    ['plugin-wetter-café', 'PW_SPEC_NAME_INVALID'],
    ['plugin-weather!', 'PW_SPEC_NAME_INVALID'],
    ['plugin-weather-', 'PW_SPEC_NAME_INVALID'],
    ['plugin-', 'PW_SPEC_NAME_INVALID'],
    ['plugin-123', 'PW_SPEC_NAME_INVALID'],
    ['../plugin-weather', 'PW_SPEC_NAME_INVALID'],
    ['@a/b/plugin-weather', 'PW_SPEC_NAME_INVALID'],
    ['@/plugin-weather', 'PW_SPEC_NAME_INVALID'],
    ['@acme/', 'PW_SPEC_NAME_INVALID'],
    ['@Acme/plugin-weather', 'PW_SPEC_NAME_INVALID'],
    ['plugin-weather\n', 'PW_SPEC_NAME_INVALID'],
    ['plugin-$(touch pwn)', 'PW_SPEC_NAME_INVALID'],
    [`plugin-${'a'.repeat(208)}`, 'PW_SPEC_NAME_INVALID'],
    ['weather', 'PW_SPEC_NAME_PREFIX'],
    ['@acme/weather', 'PW_SPEC_NAME_PREFIX'],
    ['weather-plugin', 'PW_SPEC_NAME_PREFIX'],
    ['node_modules', 'PW_SPEC_NAME_RESERVED'],
    ['favicon.ico', 'PW_SPEC_NAME_RESERVED'],
    ['fs', 'PW_SPEC_NAME_RESERVED'],
    ['plugin', 'PW_SPEC_NAME_RESERVED'],
    ['constructor', 'PW_SPEC_NAME_RESERVED'],
    ['plugin-constructor', 'PW_SPEC_NAME_RESERVED'],
    ['@elizaos/plugin-weather', 'PW_SPEC_NAME_SCOPE'],
    ['@elizaos-plugins/plugin-weather', 'PW_SPEC_NAME_SCOPE'],
    ['@plugwright/plugin-weather', 'PW_SPEC_NAME_SCOPE'],
  ])('refuses %j as %s, with a hint', (name, code) => {
    const [found] = checkPluginName(name);
    expect(found).toMatchObject({ code, severity: 'error', path: '/name' });
    expect(found?.hint).toMatch(/"/);
  });

  test('refuses the names of the modules of Node', () => {
    const plain = builtinModules.filter((module) => /^[a-z]+$/.test(module));
    expect(plain.length).toBeGreaterThan(20);
    for (const name of plain) expect(codes(name)).toEqual(['PW_SPEC_NAME_RESERVED']);
  });

  test('lets members of the project use its scope', () => {
    expect(codes('@elizaos/plugin-weather', true)).toEqual([]);
    expect(codes('@elizaos/weather', true)).toEqual(['PW_SPEC_NAME_PREFIX']);
  });

  test.each([
    ['plugin-discord', 'plugin-discord'],
    ['plugin-disc0rd', 'plugin-discord'],
    ['plugin-dicsord', 'plugin-discord'],
    ['plugin-telegrarn', 'plugin-telegram'],
    ['@acme/plugin-openaii', 'plugin-openai'],
    ['plugin-so1ana', 'plugin-solana'],
    ['plugin-boot-strap', 'plugin-bootstrap'],
    ['@e1izaos/plugin-weather', '@elizaos'],
    ['@eliza-os/plugin-weather', '@elizaos'],
    ['@plugwrigth/plugin-weather', '@plugwright'],
  ])('warns that %s looks like %s', (name, known) => {
    const [found] = checkPluginName(name);
    expect(found).toMatchObject({ code: 'PW_SPEC_NAME_LOOKALIKE', severity: 'warning' });
    expect(found?.message).toContain(known);
  });

  test.each([
    'weather',
    '@acme/Weather Desk',
    'Plugin-Weather!',
    'fs',
    'plugin-',
    '../x',
    '@Ünï/plugin-x y',
    '',
  ])('proposes a name for %j that is accepted', (name) => {
    const proposed = /"([^"]+)"/.exec(checkPluginName(name)[0]?.hint ?? '')?.[1] ?? '';
    expect(checkPluginName(proposed).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('toPluginName', () => {
  test.each([
    ['Petstore API', 'plugin-petstore-api'],
    ['Swagger Petstore - OpenAPI 3.0', 'plugin-swagger-petstore-open-api-3-0'],
    ['plugin-weather', 'plugin-weather'],
    ['Weather Plugin', 'plugin-weather'],
    ['Café Münster', 'plugin-cafe-munster'],
    ['Smørrebrød Łódź', 'plugin-smorrebrod-lodz'],
    ['constructor', 'plugin-constructor-tools'],
    ['1Password Connect', 'plugin-1-password-connect'],
    ["Bob's Burgers", 'plugin-bobs-burgers'],
  ])('%j gives %s', (text, name) => {
    expect(toPluginName(text)).toBe(name);
  });

  test('gives an accepted name for any text, the same every time, and other names for other scripts', () => {
    const accepted = (text: string) => {
      const name = toPluginName(text);
      expect(name.length).toBeLessThanOrEqual(64);
      expect(checkPluginName(name).filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(toPluginName(text)).toBe(name);
    };
    for (const text of [
      ...hostileTexts,
      '',
      '天気',
      '2024',
      'plugin',
      'plugin plugin',
      'x'.repeat(500),
    ])
      accepted(text);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), accepted), {
      numRuns: 1000,
      seed: 3,
    });
    expect(toPluginName('天気')).not.toBe(toPluginName('地図'));
    expect(toPluginName(`${'long '.repeat(30)}a`)).not.toBe(toPluginName(`${'long '.repeat(30)}b`));
  });
});

describe('toActionName', () => {
  test.each([
    ['listPets', '', 'LIST_PETS'],
    ['listPets', 'petstore', 'PETSTORE_LIST_PETS'],
    ['petstoreListPets', 'petstore', 'PETSTORE_LIST_PETS'],
    ['getHTTPStatus', '', 'GET_HTTP_STATUS'],
    ['GET /pets/{petId}', 'Pet Store', 'PET_STORE_GET_PETS_PET_ID'],
    ['2fa.enable', '', 'ACTION_2FA_ENABLE'],
    ['größe ändern', '', 'GROSSE_ANDERN'],
    ['already_UPPER', '', 'ALREADY_UPPER'],
  ])('%j with prefix %j gives %s', (text, prefix, name) => {
    expect(toActionName(text, prefix)).toBe(name);
  });

  test('always gives UPPER_SNAKE of at most 64 characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 120 }),
        fc.string({ maxLength: 90 }),
        (text, prefix) => {
          const name = toActionName(text, prefix);
          expect(name).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
          expect(name.length).toBeLessThanOrEqual(64);
        },
      ),
      { numRuns: 2000, seed: 4 },
    );
  });

  test('keeps long names apart that only differ at their ends, and names without Latin letters', () => {
    const long = 'retrieveTheListOfAllOrganizationMembershipInvitationsThatAreStillPendingFor';
    expect(toActionName(`${long}Users`)).not.toBe(toActionName(`${long}Groups`));
    expect(toActionName('天気')).not.toBe(toActionName('地図'));
  });
});

/** What two names become on a disk that ignores case and normal forms. */
const onDisk = (directory: string) => directory.normalize('NFC').toLowerCase();

describe('pluginDirectoryName', () => {
  test.each([
    ['plugin-weather', 'plugin-weather'],
    ['@acme/plugin-weather', 'acme__plugin-weather'],
    ['acme-plugin-weather', 'acme-plugin-weather'],
    ['acme__plugin-weather', 'acme_5f_5fplugin-weather'],
    ['a/b', 'a_2fb'],
    ['con', '_63on'],
    ['aux.plugin', '_61ux.plugin'],
    ['..', '_2e_2e'],
    ['Plugin', '_50lugin'],
    ['', '_e'],
  ])('%j gives %s', (name, directory) => {
    expect(pluginDirectoryName(name)).toBe(directory);
  });

  const near = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'ab@/_-.AB%~ e2f5'), maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('con', 'CON', 'nul', 'com1', 'aux', '@con/nul', '@a/b', 'a__b', 'a/b', 'a_2fb'),
    fc.string({ unit: fc.constantFrom('a', '_', '@'), minLength: 60, maxLength: 214 }),
  );

  test('never gives two names one directory, not even on a disk that ignores case (10,000 random pairs)', () => {
    fc.assert(
      fc.property(near, near, (a, b) => {
        const same = onDisk(pluginDirectoryName(a)) === onDisk(pluginDirectoryName(b));
        expect(same).toBe(a === b);
      }),
      { numRuns: 10_000, seed: 5 },
    );
  });

  test('is a plain file name everywhere', () => {
    fc.assert(
      fc.property(near, (name) => {
        const directory = pluginDirectoryName(name);
        expect(directory).toMatch(/^[a-z0-9_][a-z0-9_.-]*$/);
        expect(directory).not.toMatch(/\.$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/);
        expect(directory.length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 3000, seed: 6 },
    );
  });
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'])(
  '%s is a reserved name',
  (name) => {
    expect(isReservedName(name)).toBe(true);
  },
);
