import { describe, expect, it } from 'vitest';
import { pathBelow } from './path-below.js';

describe('pathBelow', () => {
  it('writes a path for another base on the same host', () => {
    expect(pathBelow('https://a.test', 'https://a.test/api/', '/x')).toBe('/api/x');
    expect(pathBelow('https://a.test/api', 'https://a.test', '/api/x')).toBe('/x');
    expect(pathBelow('https://a.test/v1/', 'https://a.test/v1', '/x')).toBe('/x');
    expect(pathBelow('https://a.test', 'http://a.test', '/x')).toBe('/x');
    expect(pathBelow('https://api.a.test/1', 'https://a.test/1', '/x')).toBe('/x');
    expect(pathBelow(undefined, 'https://a.test/v1', '/x')).toBe('/x');
  });

  it('refuses other hosts and what lies outside', () => {
    expect(pathBelow('https://a.test', 'https://b.test', '/x')).toBeUndefined();
    expect(pathBelow('https://api.a.test', 'https://a.test', '/x')).toBeUndefined();
    expect(pathBelow('https://a.test/1', 'https://b.test/1', '/x')).toBeUndefined();
    expect(pathBelow('https://a.test/v2', 'https://a.test/v1', '/x')).toBeUndefined();
  });
});
