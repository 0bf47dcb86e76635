// A cloud's tool makes another secret for whoever asks: it is asked once for a while, or each plan that somebody looks at
// for a minute would end in "the credential changed" (S26).
import assert from 'node:assert/strict';
import { forgetCredential, credentialOf, keepCredential } from '../../../src/engine/registry/whoAmI.ts';
import { forgetRegistry } from '../../../src/engine/registry/session.ts';
import type { EngineContext } from '../../../src/engine/verbs/context.ts';
import { holdCredential } from '../../../src/engine/verbs/sameCredential.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { nobody } from '../../support/logins.ts';
import { createSession, failureOf, never } from './support.ts';

const repository = { registry: 'eu.gcr.io', path: 'acme/app' };

function scene() {
  const clock = createFakeClock();
  let started = 0;
  const { session } = createSession(
    {},
    {
      clock,
      environment: { PATH: '/opt/bin' },
      executables: ['/opt/bin/gcloud'],
      run: () => Promise.resolve({ exitCode: 0, stdout: `canary-${String((started += 1))}`, stderr: '' }),
    },
  );
  return { session, clock };
}

describe('a login that is made anew for whoever asks', () => {
  it('is the same one while a plan is looked at, also behind a run [S26]', async () => {
    const { session, clock } = scene();
    const { identity } = await credentialOf(session, repository, never);
    keepCredential(session, repository);
    clock.advance(15 * 60_000);
    assert.equal((await credentialOf(session, repository, never)).identity, identity);
  });

  it('is still the one that a plan showed which was made at the end of its time, if nobody took it away [S26]', async () => {
    const { session, clock } = scene();
    const { identity } = await credentialOf(session, repository, never);
    const run = (): Promise<EngineContext> => {
      const planned = { description: nobody, identity };
      return holdCredential({ session } as EngineContext, planned, repository, never);
    };
    clock.advance(21 * 60_000);
    assert.equal((await credentialOf((await run()).session, repository, never)).identity, identity);
    clock.advance(20 * 60_000);
    await failureOf('plan-changed', run());
  });

  it('is not that of a plan once it was refused, or everything was forgotten [S26]', async () => {
    for (const takeAway of ['refused', 'forgotten'] as const) {
      const { session, clock } = scene();
      const { identity } = await credentialOf(session, repository, never);
      clock.advance(21 * 60_000);
      if (takeAway === 'refused') forgetCredential(session, repository);
      else forgetRegistry(session);
      const planned = { description: nobody, identity };
      const run = holdCredential({ session } as EngineContext, planned, repository, never);
      await failureOf('plan-changed', run);
    }
  });

  it('is asked for again once it was refused, and in the end', async () => {
    const { session, clock } = scene();
    const { identity } = await credentialOf(session, repository, never);
    forgetCredential(session, repository);
    const second = await credentialOf(session, repository, never);
    assert.notEqual(second.identity, identity);
    clock.advance(60 * 60_000);
    assert.notEqual((await credentialOf(session, repository, never)).identity, second.identity);
  });
});
