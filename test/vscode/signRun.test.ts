// What happens once a plan is confirmed: another plan, a cancel in time or too late, later looks, dropped verdicts.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EngineError } from '../../src/engine/errors.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import { sign } from '../../src/host/commands/sign.ts';
import { verify } from '../../src/host/commands/verify.ts';
import type { Answer } from '../support/vscode/person.ts';
import { played } from './flowHost.ts';
import { confirm, password, signScene } from './signScene.ts';
import { ann, nobody } from '../support/logins.ts';
import { reportOf } from '../support/reports.ts';

describe('the run of a confirmed plan', () => {
  const scene = signScene();

  it('shows a new plan, with what it was before, where the run found another one [S26]', async () => {
    let runs = 0;
    await scene.use((real) => ({
      runSign: (plan, ...rest) => {
        runs += 1;
        if (runs > 1) return real.runSign(plan, ...rest);
        const details = { what: 'credential', planned: ann, found: nobody } as const;
        throw new EngineError('plan-changed', details);
      },
      planSign: async (...request) => {
        const plan = await real.planSign(...request);
        const credential = { ...plan.credential, identity: runs === 0 ? 'docker:ann' : 'anonymous' };
        return runs === 0 ? { ...plan, credential } : plan;
      },
    }));
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      confirm,
      password('word'),
      confirm,
    );
    assert.ok(shown.some((line) => line.startsWith('Another credential is used now')));
    assert.equal(runs, 2);
  });

  it('tells a cancel that came in time as nothing written, and one that came too late as stored [U13]', async () => {
    await scene.use((real) => ({
      runSign: (plan, key, watch, signal) =>
        cancelled(signal, () => real.runSign(plan, key, watch, new AbortController().signal)),
    }));
    const late = await withCancel(() =>
      played(
        () => sign(scene.flow.host, undefined),
        /is signed by/,
        scene.image(),
        confirm,
        password('word'),
      ),
    );
    assert.ok(late.some((line) => line.startsWith('It was too late to cancel.')));
    await scene.use(() => ({
      runSign: (_plan, _key, _watch, signal) =>
        cancelled(signal, () => Promise.reject(new EngineError('cancelled', { what: 'signing' }))),
    }));
    const before = scene.writes();
    const shown = await withCancel(() =>
      played(
        () => sign(scene.flow.host, undefined),
        /Cancelled/,
        scene.image('app:1.0'),
        confirm,
        password('word'),
      ),
    );
    assert.ok(shown.includes('Cancelled; nothing was written.'));
    assert.equal(scene.writes(), before);
  });

  it('tells later that signatures were lost', async () => {
    await scene.use((real) => ({
      runSign: (plan, key, watch, signal) => {
        const place = 'ghcr.io/acme/app:sha256-0.sig';
        setTimeout(() => watch.laterLook({ place, outcome: 'removed-by-others' }), 50);
        return real.runSign(plan, key, watch, signal);
      },
    }));
    const shown = await played(
      () => sign(scene.flow.host, undefined),
      /written into ghcr\.io\/acme\/app:sha256-0\.sig is not there any more/,
      ...[scene.image(), confirm, password('word')],
    );
    assert.ok(shown.length > 0);
  });

  it('drops what was verified while signatures were lost, and nothing where nobody could look [S18]', async () => {
    const digest = scene.registry.state.repositories.get('demo/unsigned')?.tags.get('1.0') as Digest;
    const looks = [
      [{ outcome: 'could-not-look', reason: 'unreachable' }, true],
      [{ outcome: 'could-not-heal', reason: 'forbidden' }, false],
      [{ outcome: 'removed-by-others' }, false],
      [{ outcome: 'healed' }, false],
    ] as const;
    for (const [found, isKept] of looks) {
      await scene.use((real) => ({
        runSign: async (plan, key, watch, signal) => {
          const result = await real.runSign(plan, key, watch, signal);
          setTimeout(() => {
            scene.flow.host.reports.keep({ ...reportOf('verified'), repository: plan.repository, digest });
            watch.laterLook({ place: `${scene.address}/sigs:sha256-${digest.slice(7)}.sig`, ...found });
          }, 50);
          return result;
        },
      }));
      await played(
        () => sign(scene.flow.host, undefined),
        /^(?:Whether all signatures|Signatures|What was written) (?:in|into) .*sigs:/,
        ...[scene.image(), confirm, password('word')],
      );
      const report = scene.flow.host.reports.find(`${scene.address}/demo/unsigned`, digest);
      assert.equal(report !== undefined, isKept, found.outcome);
    }
  });

  it('drops the verdict of an image that has a signature more [S18]', async () => {
    const reference: Answer = {
      type: 'text',
      about: /Verify Image/,
      text: `${scene.address}/demo/unsigned:1.0`,
    };
    await played(() => verify(scene.flow.host, undefined), /is not signed/, reference);
    const digest = scene.registry.state.repositories.get('demo/unsigned')?.tags.get('1.0') as Digest;
    assert.equal(scene.flow.host.reports.find(`${scene.address}/demo/unsigned`, digest)?.verdict, 'unsigned');
    await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      scene.image(),
      confirm,
      password('word'),
    );
    assert.equal(scene.flow.host.reports.find(`${scene.address}/demo/unsigned`, digest), undefined);
  });
});

/** Ends once the person's cancel has come through. */
async function cancelled<T>(signal: AbortSignal, then: () => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  return then();
}

/** The person presses Cancel in the progress of signing. */
async function withCancel<T>(run: () => Promise<T>): Promise<T> {
  const window = vscode.window as unknown as { withProgress: unknown };
  const before = window.withProgress;
  window.withProgress = (
    options: { title: string },
    task: (progress: unknown, token: vscode.CancellationToken) => Promise<unknown>,
  ) => {
    const source = new vscode.CancellationTokenSource();
    const done = task({ report: () => undefined }, source.token);
    if (options.title.startsWith('Signing')) source.cancel();
    return done;
  };
  try {
    return await run();
  } finally {
    window.withProgress = before;
  }
}
