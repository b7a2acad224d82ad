import { pluginSpecSchema } from '@plugwright/spec/schema';
import { describe, expect, it } from 'vitest';
import { identifiersOf } from './identifiers.js';

const text = { kind: 'text', template: 'x' };
const spec = (change: object) =>
  pluginSpecSchema.parse({ specVersion: 1, name: 'plugin-pet-store', description: 'x', ...change });

describe('names in code', () => {
  it('come from the plugin name, without a scope', () => {
    expect(identifiersOf(spec({ name: '@acme/plugin-pet-store' }))).toMatchObject({
      slug: 'plugin-pet-store',
      camel: 'petStore',
      pascal: 'PetStore',
    });
  });

  it('of components have their kind as ending, once', () => {
    const names = identifiersOf(
      spec({
        actions: [
          { name: 'GET_PET', description: 'x', run: text },
          { name: 'DO_ACTION', description: 'x', run: text },
        ],
        services: [{ name: 'price_feed', description: 'x', run: { kind: 'custom' } }],
        routes: [{ name: 'all-pets', description: 'x', method: 'GET', path: '/', run: text }],
      }),
    );
    expect(names.symbol('action', 'GET_PET')).toBe('getPetAction');
    expect(names.symbol('action', 'DO_ACTION')).toBe('doAction');
    expect(names.symbol('service', 'price_feed')).toBe('PriceFeedService');
    expect(names.file('service', 'price_feed')).toBe('price-feed');
    expect(names.symbol('route', 'all-pets')).toBe('allPetsRoute');
    expect(() => names.file('action', 'OTHER')).toThrow('no action named OTHER');
  });

  it('are distinct where different names would give the same', () => {
    const names = identifiersOf(
      spec({
        apis: {
          'a.b': { baseUrlEnv: 'A' },
          'a-b': { baseUrlEnv: 'A' },
          A_B: { baseUrlEnv: 'A' },
        },
        providers: [
          { name: 'X', description: 'x', run: text },
          { name: 'X', description: 'y', run: text },
        ],
      }),
    );
    const apis = ['a.b', 'a-b', 'A_B'];
    expect(new Set(apis.map((api) => names.symbol('api', api))).size).toBe(3);
    expect(apis.map((api) => names.file('api', api))).toEqual(['a-b', 'a-b-2', 'a-b-3']);
  });
});
