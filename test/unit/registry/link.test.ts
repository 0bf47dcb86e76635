// Link headers as registries write them (registries §1, §1b, §3).
import assert from 'node:assert/strict';
import { nextQuery } from '../../../src/engine/registry/link.ts';

const next = (header: string | null) =>
  nextQuery('reg', header, new URL('https://reg.example/v2/a/tags/list?n=2'));

describe('the next page', () => {
  const cases: readonly (readonly [header: string | null, query: string | undefined])[] = [
    [null, undefined],
    ['', undefined],
    ['</v2/_catalog?last=t%2Ftags&n=2>; rel="next"', 'last=t%2Ftags&n=2'],
    ['<https://reg.example/v2/a/tags/list?last=b&n=2>; rel=next', 'last=b&n=2'],
    ['</v2/a/tags/list?last=x&n=2&orderby=>; rel="next"', 'last=x&n=2&orderby='],
    ['</v2/_catalog?last=z&n=0>; rel="next"', 'last=z'],
    ['<a?x=1>; rel="prev", <b?x=2>; title="a;b"; rel="next"', 'x=2'],
    ['<a?x=1>; rel="first next"', 'x=1'],
    ['<a?x=1>; rel="nextish"', undefined],
    ['garbage', undefined],
  ];
  for (const [header, query] of cases) {
    it(`of ${String(header)} is ${String(query)}`, () => assert.equal(next(header), query));
  }

  it('is looked for once from end to end, however often a link seems to begin', () => {
    assert.equal(next('<'.repeat(200_000)), undefined);
  });

  for (const target of [
    'https://evil.example/v2/x?n=1',
    '//evil.example/x',
    'http://reg.example:81/x',
    'https://[/',
  ]) {
    it(`is never at another host: ${target} [S29]`, () => {
      assert.throws(() => next(`<${target}>; rel="next"`), /bad-answer/);
    });
  }
});
