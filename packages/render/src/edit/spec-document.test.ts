import { describe, expect, it } from 'vitest';
import { type PluginSpec, readSpec } from '@plugwright/spec';
import { changeOf } from './__fixtures__/diff.js';
import { fragment, fragments } from './__fixtures__/shapes.js';
import { mergeSpecs } from './merge-specs.js';
import { extendSpecText } from './spec-document.js';

/** The text with everything of `part` in it. */
function extended(text: string, part: keyof typeof fragments | PluginSpec): string {
  const before = readSpec(text);
  if (!before.ok) throw new Error(JSON.stringify(before.diagnostics));
  const after = mergeSpecs(before.spec, typeof part === 'string' ? fragments[part] : part);
  if (!after.ok) throw new Error(JSON.stringify(after.diagnostics));
  const result = extendSpecText(text, before.spec, after.spec);
  expect(readSpec(result)).toMatchObject({ ok: true, spec: after.spec });
  return result;
}

const HEAD = `# The shop
specVersion: 1
name: plugin-shop # short
description: >-
  A shop
`;

describe('a plugwright.yaml that grows', () => {
  it.each([
    [
      'indented lists',
      `${HEAD}providers:\n  # hours\n  - name: OPEN\n    description: 'Open?'\n    run: { kind: text, template: "Yes." }\n`,
    ],
    [
      'lists at the margin',
      `${HEAD}providers:\n# hours\n- name: OPEN\n  description: Open\n  run: {kind: text, template: Yes.}\n`,
    ],
    [
      'four spaces',
      `${HEAD}providers:\n    - name: OPEN\n      description: Open\n      run:\n          kind: text\n          template: Yes.\n`,
    ],
  ])('keeps every line that is there: %s', (_name, text) => {
    expect(changeOf(text, extended(text, 'route')).lost).toEqual([]);
    expect(changeOf(text, extended(text, 'provider')).lost).toEqual([]);
  });

  it('gets new maps, and new keys in maps that are there', () => {
    const text = `${HEAD}permissions:\n  hosts:\n    - host: a.example # ours\n      reason: a\nevents:\n  - event: MESSAGE_RECEIVED\n    description: x\n    run:\n      kind: log\n`;
    const result = extended(text, 'action');
    expect(changeOf(text, result).lost).toEqual([]);
    expect(result).toContain('- host: a.example # ours');
    expect(result).toContain('PETS_GET');
  });

  it('keeps blank lines, block texts and comments at the end of lists', () => {
    const text = `${HEAD}providers:\n  - name: OPEN\n    description: Open\n    run:\n      kind: text\n      template: |\n        Yes.\n\n        Always.\n\n# what happens\nevents:\n  - event: MESSAGE_RECEIVED\n    description: x\n    run: { kind: log } # short\n  # more to come\n`;
    const provider = extended(text, 'provider');
    const variable = extended(text, 'variable');
    expect(changeOf(text, provider).lost).toEqual([]);
    expect(provider).toContain('Always.\n  - name: SHOP_HOURS');
    expect(changeOf(text, variable).lost).toEqual([]);
  });

  it('keeps CRLF', () => {
    const text = `${HEAD}events:\n  - event: MESSAGE_RECEIVED\n    description: x\n    run: { kind: log }\n`;
    const crlf = (one: string) => one.replaceAll('\n', '\r\n');
    expect(extended(crlf(text), 'route')).toBe(crlf(extended(text, 'route')));
  });

  it('takes texts of several paragraphs', () => {
    const text = `${HEAD}services:\n  - name: first\n    description: x\n    run: { kind: custom }\n`;
    const notes = 'First:\\n\\n  indented\\n\\nLast: # no comment';
    const part = fragment(
      `services: [{ name: second, description: x, run: { kind: custom, notes: "${notes}" } }]`,
    );
    expect(changeOf(text, extended(text, part)).lost).toEqual([]);
  });

  it('takes a list whose first dash stands alone', () => {
    const text = `${HEAD}routes:\n  -\n    name: first\n    description: x\n    method: GET\n    path: /x\n    run: { kind: custom }\n`;
    expect(extended(text, 'route')).toContain('shop-sign');
  });

  it('fills an empty list', () => {
    const text = `${HEAD}routes: []\nevents:\n  - event: MESSAGE_RECEIVED\n    description: x\n    run: { kind: log }\n`;
    expect(extended(text, 'route')).toContain('shop-sign');
  });

  it('may be JSON', () => {
    const text =
      '{ "specVersion": 1, "name": "plugin-shop", "description": "A shop", "events": [{ "event": "MESSAGE_RECEIVED", "description": "x", "run": { "kind": "log" } }], "environment": [] }\n';
    expect(extended(text, 'action')).toContain('PETS_GET');
  });

  it('stays as it is when there is nothing new', () => {
    const text = `${HEAD}routes:\n  - { name: shop-sign, description: The sign at the door, method: GET, path: /shop/sign, run: { kind: text, template: Open } }\n`;
    expect(extended(text, 'route')).toBe(text);
  });
});
