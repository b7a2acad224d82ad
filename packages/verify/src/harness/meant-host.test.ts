import { expect, it } from 'vitest';
import { librarySpec } from '../__fixtures__/library-spec.js';
import { meantHost } from './meant-host.js';

it('knows which host of the spec a request to the fixture server stands for', () => {
  const spec = {
    ...librarySpec(),
    apis: {
      fixed: { ...Object.values(librarySpec().apis)[0]!, baseUrl: 'https://Api.example:8443/v1' },
      open: { ...Object.values(librarySpec().apis)[0]!, baseUrl: undefined },
    },
  };
  const meant = meantHost(spec as never, 'http://127.0.0.1:99');
  const of = (path: string) => meant(new URL(path, 'http://127.0.0.1:99'));
  expect(of('/api/fixed/x')).toBe('api.example:8443');
  expect(of('/api/open/x')).toBeNull();
  expect(of('/api/unknown/x')).toBeNull();
  expect(of('/token/unknown')).toBeNull();
  expect(of('/feed/unknown')).toBeNull();
  expect(of('https://other.example/api/fixed')).toBeUndefined();
  expect(
    meantHost(undefined, 'http://127.0.0.1:99')(new URL('http://127.0.0.1:99')),
  ).toBeUndefined();
});
