// A token, or a login, that ends in the middle of a push: whichever request it is that is refused.
import assert from 'node:assert/strict';
import type { SignResult } from '../../../src/engine/plan.ts';
import { quiet } from '../../support/realScenes.ts';
import { makeSigner, noSignal, type Signer } from '../../support/scene.ts';
import { ann, isRefused, plan, sign, verdicts } from './acts.ts';
import { endedBasic } from './emulatedSite.ts';
import type { Ending, Row } from './row.ts';
import type { Site } from './site.ts';
import { type Asked, isOfRepository } from './wire.ts';

/** As many refusals as a push has requests, each in a push of its own. */
export async function endingInTheMiddle(site: Site, { ends }: Row): Promise<void> {
  await sign(site.person(), site, ann);
  const undisturbed = await pushWith(site, makeSigner('undisturbed'), undefined, ends);
  assert.ok(undisturbed.requests >= 4, `${String(undisturbed.requests)} requests`);
  for (let refused = 0; refused < undisturbed.requests; refused += 1) {
    const signer = makeSigner(`key ${String(refused)}`);
    const push = await pushWith(site, signer, refused, ends);
    if (ends.what === 'token') {
      assert.equal(push.tokens, undisturbed.tokens + 1, `one new token, after request ${String(refused)}`);
      assert.equal(push.uploads, undisturbed.uploads, `no upload twice, after request ${String(refused)}`);
      assert.equal(push.failed, undefined);
      assert.deepEqual(await verdicts(site, signer, ann), ['verified', 'verified'], String(refused));
    } else if (push.failed !== undefined) {
      await isRefused(Promise.reject(push.failed), ends.refused);
      assert.deepEqual(await verdicts(site, ann), ['verified']);
    } else {
      // It was written, and could not be read back: that is said, too.
      assert.deepEqual([push.result?.outcome, push.result?.unconfirmed], ['signed', ends.refused.code]);
      assert.deepEqual(await verdicts(site, signer, ann), ['verified', 'verified']);
    }
  }
  // With a login that is good, it is signed.
  await sign(site.person(), site, makeSigner('at last'));
}

interface Push {
  /** How many requests of repositories were sent with a credential. */
  readonly requests: number;
  /** How many tokens were asked for. */
  readonly tokens: number;
  /** How many uploads were begun. */
  readonly uploads: number;
  readonly failed: Error | undefined;
  readonly result: SignResult | undefined;
}

/** A push by an engine that has a token already; the credential of its request number `refused` has ended. */
async function pushWith(
  site: Site,
  signer: Signer,
  refused: number | undefined,
  ends: Ending,
): Promise<Push> {
  const person = site.person();
  const planned = await plan(person, site.image.reference, signer);
  const before = site.wire.asked.length;
  let sent = 0;
  site.wire.exchange = (authorization) => {
    const at = sent++;
    if (refused === undefined || at < refused) return authorization;
    if (ends.what === 'login') return endedBasic;
    return at === refused ? `Bearer ${site.endedToken()}` : authorization;
  };
  let failed: Error | undefined;
  let result: SignResult | undefined;
  try {
    result = await person.engine.runSign(planned, signer.open, quiet, noSignal);
  } catch (error) {
    failed = error as Error;
  }
  site.wire.exchange = undefined;
  const asked = site.wire.asked.slice(before);
  return {
    requests: sent,
    tokens: asked.filter(isTokenRequest).length,
    uploads: asked
      .filter(({ method, status = 0 }) => method === 'POST' && status < 300)
      .filter(isOfRepository).length,
    failed,
    result,
  };
}

/** By Basic, or by a form. */
function isTokenRequest(one: Asked): boolean {
  return !isOfRepository(one) && (one.authorization !== '' || one.method === 'POST');
}
