// What goes on behind a result signs in as the run did, and starts nothing that asks somebody (S25).
import assert from 'node:assert/strict';
import type { LaterLook } from '../../../src/engine/plan.ts';
import { forgetRegistry } from '../../../src/engine/registry/session.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { runSign } from '../../../src/engine/verbs/runSign.ts';
import { makeSigner, noSignal, signRequest } from '../../support/scene.ts';
import { putImage } from './images.ts';
import { newInternet, registrySite, says } from './internet.ts';

const signer = makeSigner('ann');
const image = 'registry.example/demo/app:1.0';

describe('the looks behind a result', () => {
  it('start no credential helper, however long the person looked at the plan [S25]', async () => {
    const { started, told } = await behindResult('undisturbed');
    assert.equal(started, 0, 'a program started in the background');
    assert.deepEqual(told, [], 'the login of the run was forgotten');
  });

  it('start none either when the registry takes the login no more [S25]', async () => {
    const { started, told } = await behindResult('refused');
    assert.equal(started, 0, 'a program started in the background');
    assert.deepEqual(told, ['could-not-look']);
  });

  it('know who they are when somebody refreshes meanwhile [S25]', async () => {
    const { started, told } = await behindResult('refreshed');
    assert.equal(started, 0, 'a program started in the background');
    assert.deepEqual(told, [], 'the login of the run was forgotten');
  });
});

/** How many helpers start behind a result, and what is told. `refused`: from then on the registry answers 401. */
async function behindResult(
  then: 'undisturbed' | 'refused' | 'refreshed',
): Promise<{ started: number; told: string[] }> {
  let isDone = false;
  const { site, state } = registrySite({ auth: { basic: { ann: 'ann-password' } } }, () =>
    isDone && then === 'refused' ? says(401, {}, { 'www-authenticate': 'Basic realm="x"' }) : undefined,
  );
  putImage(state, 'demo/app', '1.0');
  let started = 0;
  const net = newInternet(
    { 'https://registry.example': site },
    {
      files: { '/home/ann/.docker/config.json': JSON.stringify({ credsStore: 'ok' }) },
      executables: ['/usr/bin/docker-credential-ok'],
      run: () => {
        started += 1;
        const stdout = JSON.stringify({ Username: 'ann', Secret: 'ann-password' });
        return Promise.resolve({ exitCode: 0, stdout, stderr: '' });
      },
    },
  );
  const plan = await planSign(net.engine, signRequest(image, signer), noSignal);
  net.clock.advance(45_000);
  const told: string[] = [];
  const watch = { step: () => undefined, laterLook: ({ outcome }: LaterLook) => void told.push(outcome) };
  await runSign(net.engine, plan, signer.open, watch, noSignal);
  isDone = true;
  if (then === 'refreshed') forgetRegistry(net.engine.session);
  const during = started;
  // The clock goes on by itself while the looks wait; each is one read or ends them.
  for (let turns = 0; turns < 200; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  return { started: started - during, told };
}
