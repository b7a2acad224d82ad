import { describe, expect, it } from 'vitest';
import { answers, cases, must } from '../__fixtures__/check-cases.js';
import { goodFacts } from '../__fixtures__/good-facts.js';
import type { CertificateFacts } from '../facts.js';
import { type CheckId, CHECK_IDS, CHECKS } from './checks.js';
import { defaultPolicy } from './default-policy.js';
import { evaluate } from './evaluate.js';
import { levels, parsePolicy } from './policy.js';

/** One fact answers two checks: one figure with two limits, one scan or measurement with several questions. */
const together: Partial<Record<CheckId, CheckId[]>> = {
  'checked.coverage': ['checked.coverage', 'hardened.coverage'],
};

describe('the default policy', () => {
  it('has every check once, and asks all of them', () => {
    expect(defaultPolicy.checks.map(({ id }) => id).toSorted()).toEqual([...CHECK_IDS].toSorted());
    expect(defaultPolicy.checks.every(({ required, enforced }) => required && enforced)).toBe(true);
    expect(parsePolicy(JSON.parse(JSON.stringify(defaultPolicy)))).toEqual(defaultPolicy);
  });

  it('gives L3 where everything passes', () => {
    expect(answers(() => {})).toMatchObject({
      notPassed: [],
      decision: { level: 'L3', holdingBack: [] },
    });
  });

  const memoryOf = (change: Partial<NonNullable<CertificateFacts['performance']>>) => {
    const facts = goodFacts();
    const performance = { ...must(facts.performance), ...change };
    const { checks } = evaluate({ ...facts, performance }, defaultPolicy);
    return checks.find(({ id }) => id === 'hardened.memory');
  };

  it('takes memory that nobody could look at for not evaluated, and says why', () => {
    expect(memoryOf({ memoryGrowth: undefined, exercised: [], notExercised: [] })).toMatchObject({
      result: 'not evaluated',
      reason: 'it has nothing that can be called again and again',
    });
    const late = ['service watch: a call took more than 5000 ms'];
    expect(memoryOf({ memoryGrowth: undefined, notExercised: late })?.reason).toBe(
      `nothing could be called often enough: ${late[0]}`,
    );
  });

  it('does not pass memory where a service was never started and stopped; growth fails all the same', () => {
    const notExercised = ['service watch: the port is taken', 'action GET: no network'];
    expect(memoryOf({ notExercised })).toMatchObject({
      result: 'not evaluated',
      reason: 'not tried: service watch: the port is taken',
    });
    expect(memoryOf({ notExercised, memoryGrowth: 6 })?.result).toBe('fail');
    expect(memoryOf({ notExercised: ['action GET: no network'] })?.result).toBe('pass');
  });

  it('gives no level where nobody looked at anything', () => {
    const { plugin, collectedAt, tools, machine, manifest, package: packed } = goodFacts();
    const bare: CertificateFacts = {
      factsVersion: 1,
      plugin,
      collectedAt,
      tools,
      machine,
      manifest,
      package: { ...packed, deterministic: undefined },
    };
    const { level, checks } = evaluate(bare, defaultPolicy);
    expect(level).toBeNull();
    // What package.json says is known without looking further.
    expect(checks.filter(({ result }) => result === 'pass').map(({ id }) => id)).toEqual([
      'checked.dependency-sources',
      'checked.licence',
    ]);
    expect(checks.filter(({ result }) => result === 'fail')).toEqual([]);
  });

  it.each(CHECK_IDS)('%s fails alone, and holds its level back', (id) => {
    const { decision, notPassed } = answers(cases[id].fails);
    expect(notPassed.map((one) => [one.id, one.result])).toEqual(
      (together[id] ?? [id]).map((one) => [one, 'fail']),
    );
    const own = defaultPolicy.checks.find((one) => one.id === id)?.level ?? 'L0';
    const below = levels[levels.indexOf(own) - 1] ?? null;
    expect(decision.level).toBe(below);
    expect(decision.holdingBack.map((one) => one.id)).toEqual([id]);
    expect(notPassed[0]?.reason).not.toBe('');
  });

  it.each(
    CHECK_IDS.filter((id) => !['checked.dependency-sources', 'checked.licence'].includes(id)),
  )('%s is not evaluated where the fact is missing, which is no pass', (id) => {
    const { decision, notPassed } = answers(cases[id].unknown);
    expect(notPassed.map((one) => one.id)).toContain(id);
    expect(notPassed.every(({ result }) => result === 'not evaluated')).toBe(true);
    const own = defaultPolicy.checks.find((one) => one.id === id)?.level ?? 'L0';
    expect(levels.indexOf(decision.level ?? 'L0')).toBeLessThan(
      decision.level === null ? 1 : levels.indexOf(own),
    );
  });

  it('takes what was never made for not evaluated, where a certificate should be bound to it', () => {
    const { notPassed } = answers((facts) => {
      const { advisories: _, ...attachments } = must(facts.attachments);
      facts.attachments = attachments;
      facts.audit = { ...must(facts.audit), digest: undefined };
    });
    expect(notPassed).toMatchObject([{ id: 'reproducible.signed', result: 'not evaluated' }]);
  });

  it('has a title for strangers for each check', () => {
    for (const { title } of CHECKS) expect(title).toMatch(/^[A-Z][^.]+$/);
  });
});
