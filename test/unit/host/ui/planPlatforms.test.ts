// What a plan shows of the images of an index, and what is said while and after they are signed (S37, S38).
import assert from 'node:assert/strict';
import type { FurtherPlan, SignPlan, SignResult } from '../../../../src/engine/plan.ts';
import '../../../support/plainVscode.ts';
import { planOf } from '../../../support/plans.ts';

const { planItems } = await import('../../../../src/host/ui/plan.ts');
const { resultWords, stepTeller } = await import('../../../../src/host/ui/signWords.ts');

function further(
  letter: string,
  platform: FurtherPlan['platform'],
  more: Partial<SignPlan> = {},
): FurtherPlan {
  return { plan: planOf({ digest: `sha256:${letter.repeat(64)}`, tag: undefined, ...more }), platform };
}

const images = [
  further('b', { os: 'linux', architecture: 'amd64' }),
  further('c', { os: 'unknown', architecture: 'unknown' }, { alreadySigned: true }),
];
const index = planOf({ platforms: ['linux/amd64'] });
const all = planOf({
  platforms: ['linux/amd64'],
  further: images,
  request: { ...index.request, recursive: true },
});

function linesOf(plan: SignPlan): readonly string[] {
  return planItems(plan, { changes: [], password: 'asked' }).map(
    ({ label, description = '', detail = '', value }) =>
      `${value.kind}: ${label} | ${description} | ${detail}`,
  );
}

describe('the plan of an index', () => {
  it('offers to sign the platform images too [S38]', () => {
    const line = linesOf(index).find((text) => text.startsWith('platforms:'));
    assert.match(
      line ?? '',
      /^platforms: Only the index itself .* \| Sign the platform images too \| linux\/amd64$/,
    );
    assert.ok(!linesOf(planOf()).some((text) => text.startsWith('platforms:')));
  });

  it('lists every digest that would be signed, and what is signed already [S37] [S38]', () => {
    const text = linesOf(all).join('\n');
    assert.match(text, /^sign: Sign \| ghcr\.io\/acme\/app:1\.0 and 2 images in it \|/m);
    assert.match(text, /^platforms: The index and the 2 images in it are signed \| Sign only the index \|/m);
    assert.match(text, /^look: linux\/amd64 \| none there yet \| sha256:b{64}$/m);
    assert.match(text, /^look: attached data \| already signed \| sha256:c{64}$/m);
  });

  it('has nothing left to sign only where every image is signed', () => {
    assert.match(linesOf({ ...all, alreadySigned: true })[0] ?? '', /^sign:/);
    const done = { ...all, alreadySigned: true, further: images.slice(1) };
    assert.match(linesOf(done)[0] ?? '', /^close: Already signed/);
  });
});

describe('signing an index with its images', () => {
  const result: SignResult = {
    outcome: 'signed',
    repository: all.repository,
    digest: all.digest,
    place: all.place,
    manifest: all.digest,
    signatures: 1,
    merges: 0,
    unconfirmed: undefined,
    isNoted: true,
    further: [],
  };

  it('says how many are signed, and how many were', () => {
    const words = resultWords(
      all,
      { ...result, further: [result, { ...result, outcome: 'already-signed' }] },
      false,
    );
    assert.match(words, /and the 2 images in it are signed by release\. 1 of them were signed already\./);
    const before = { ...result, outcome: 'already-signed' as const };
    assert.match(resultWords(all, { ...before, further: [before] }, false), /nothing was written/);
  });

  it('says of one image that reading it back did not confirm it', () => {
    const doubt = { ...result, unconfirmed: 'timed-out' as const };
    assert.match(resultWords(all, { ...result, further: [doubt] }, false), /did not confirm it/);
  });

  it('counts the images, and can be cancelled to the end; a single image cannot once it is written [U13]', () => {
    const told: [string, boolean | undefined][] = [];
    const teller = (plan: SignPlan): ((step: 'reading' | 'writing') => void) =>
      stepTeller(plan, (message, cancellable) => told.push([message, cancellable]));
    const several = teller(all);
    for (const step of ['reading', 'writing', 'reading'] as const) several(step);
    assert.deepEqual(
      told.map(([message]) => message.slice(0, 6)),
      ['1 of 3', '1 of 3', '2 of 3'],
    );
    assert.ok(told.every(([, cancellable]) => cancellable !== false));
    teller(planOf())('writing');
    assert.equal(told.at(-1)?.[1], false);
  });
});
