import { describe, expect, it } from 'vitest';
import { aliasKey } from './alias-index.js';
import { catalogueEntrySchema, providerCategories } from './catalogue-entry.js';
import { catalogue } from './catalogue.js';

const twice = (values: readonly string[]) =>
  values.filter((value, at) => values.indexOf(value) !== at);

describe('the catalogue', () => {
  it('holds what agents really use, in every category', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(150);
    for (const category of providerCategories)
      expect(catalogue.filter((entry) => entry.category === category).length).toBeGreaterThan(9);
  });

  it('has no id twice and no alias that means two providers', () => {
    expect(twice(catalogue.map((entry) => entry.id))).toEqual([]);
    const keys = catalogue.flatMap((entry) =>
      entry.aliases.map((alias) => aliasKey(alias.text).key),
    );
    expect(twice(keys)).toEqual([]);
  });

  it('has a name of its own for every provider, not only subjects', () => {
    const nameless = catalogue.filter((entry) => entry.aliases.every((alias) => alias.topic));
    expect(nameless.map((entry) => entry.id)).toEqual([]);
  });

  it.each(catalogue.map((entry) => [entry.id, entry] as const))(
    '%s fits the schema',
    (_, entry) => {
      const result = catalogueEntrySchema.safeParse(entry);
      expect(result.error?.issues ?? []).toEqual([]);
      const variables = entry.env.map((variable) => variable.name);
      expect(twice(variables)).toEqual([]);
      for (const scheme of entry.auth) {
        const needed =
          scheme.type === 'basic'
            ? [scheme.usernameEnv, scheme.passwordEnv]
            : scheme.type === 'oauth2ClientCredentials'
              ? [scheme.clientIdEnv, scheme.clientSecretEnv, scheme.refreshTokenEnv ?? []].flat()
              : [scheme.env];
        expect(variables).toEqual(expect.arrayContaining(needed));
      }
      // Requests go to the named hosts, or to a host that a variable names.
      const ownHost = variables.some((name) => /_(?:URL|RELAYS|HOMESERVER)$/.test(name));
      const { hostname } = new URL(entry.baseUrl ?? `https://${entry.hosts[0]}`);
      expect({ ownHost: entry.baseUrl !== undefined || ownHost, hosts: entry.hosts }).toEqual({
        ownHost: true,
        hosts: expect.arrayContaining([hostname]),
      });
      for (const variable of entry.env)
        expect(variable.description).toMatch(/^[A-Z0-9mnxfe].*[^.]$/);
      for (const alias of entry.aliases) {
        expect(alias.text).toBe(alias.text.trim());
        expect(alias.cue && alias.topic).not.toBe(true);
      }
      expect(twice(entry.recipes)).toEqual([]);
    },
  );

  it('keeps secrets out of what may be shown', () => {
    const open = catalogue.flatMap((entry) =>
      entry.env.filter(
        (variable) =>
          !variable.sensitive &&
          /SECRET|PRIVATE|PHRASE|TOKEN|API_KEY/.test(variable.name) &&
          !/CLIENT_ID|PUBLIC|_URL$/.test(variable.name),
      ),
    );
    expect(open).toEqual([]);
  });
});
