// Sign Image as a person goes through it, with the real engine, on the demo registry.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineApi } from '../../src/engine/api.ts';
import { EngineError } from '../../src/engine/errors.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import * as config from '../../src/host/config.ts';
import { sign } from '../../src/host/commands/sign.ts';
import { verify } from '../../src/host/commands/verify.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { addSamples } from '../demo/samples.ts';
import { hostile } from '../support/hostile.ts';
import type { Answer } from '../support/vscode/person.ts';
import { type FlowHost, newFlowHost, played } from './flowHost.ts';

const pick = (label: RegExp, about = /Sign This Image/): Answer => ({ type: 'pick', about, label });
const confirm = pick(/^Sign$/);
const password = (...passwords: readonly string[]): Answer => ({
  type: 'passwords',
  about: /Password of/,
  passwords,
});

describe('Sign Image', () => {
  let registry: Registry;
  let address: string;
  let flow: FlowHost;

  beforeEach(async () => {
    registry = await startRegistry();
    address = registry.address.replace('127.0.0.1', 'localhost');
    addSamples(registry.state, address);
    await use();
  });

  afterEach(async () => {
    flow.dispose();
    await registry.stop();
    delete process.env['COSIGN_PASSWORD'];
  });

  async function use(verbs?: (real: EngineApi) => Partial<EngineApi>): Promise<void> {
    (flow as FlowHost | undefined)?.dispose();
    flow = newFlowHost(verbs);
    await flow.addKey('release', 'word');
  }

  const image = (name = 'unsigned:1.0'): Answer => {
    return { type: 'text', about: /Sign Image/, text: `${address}/demo/${name}` };
  };
  /** Signatures and whatever else was written, as the registry counts. */
  const writes = (): number => registry.requests.filter(({ method }) => method === 'PUT').length;
  const signatureTags = (repository = 'demo/unsigned'): string[] =>
    [...(registry.state.repositories.get(repository)?.tags.keys() ?? [])].filter((tag) =>
      tag.endsWith('.sig'),
    );

  it('asks for image and password, stores a signature, and says where and how cosign verifies it [U2]', async () => {
    const shown = await played(
      () => sign(flow.host, undefined),
      /is signed by/,
      image(),
      confirm,
      password('word'),
    );
    assert.equal(signatureTags().length, 1);
    assert.match(
      shown.join('\n'),
      /demo\/unsigned:1\.0 is signed by release; stored as .*--insecure-ignore-tlog.*Copy as cosign Command \| Verify \| Show Report/,
    );
  });

  it('ends a first run well: verified by the own key, no rule names the image, with Trust This Signer [U1]', async () => {
    const shown = await played(
      () => sign(flow.host, undefined),
      /no rule names this image/,
      ...[image(), confirm, password('word')],
      { type: 'button', about: /is signed by/, button: 'Verify' },
    );
    assert.match(
      shown.at(-1) ?? '',
      /is verified by your own key release .*; no rule names this image\. \| Trust This Signer/,
    );
  });

  it('writes nothing where the person leaves the plan or the password [S38] [V1]', async () => {
    const leave: Answer = { type: 'pick', about: /Sign This Image/, label: undefined };
    await played(() => sign(flow.host, undefined), /Sign This Image/, image(), leave);
    await played(() => sign(flow.host, undefined), /Sign This Image/, image(), confirm, password());
    assert.equal(writes(), 0);
    assert.deepEqual(signatureTags(), []);
  });

  it('takes no argument for more than the name of an image, and only from its own tree [S38]', async () => {
    const foreign = {
      kind: 'tag',
      repository: `${address}/demo/unsigned`,
      tag: '1.0',
      confirmed: true,
      reference: 'x',
    };
    for (const argument of [foreign, `${address}/demo/unsigned:1.0`, vscode.Uri.parse('countersign:/x')]) {
      const giveUp: Answer = { type: 'text', about: /Sign Image/, text: undefined };
      await played(() => sign(flow.host, argument), /Sign Image/, giveUp);
    }
    assert.deepEqual(registry.requests, []);
  });

  it('tries a wrong password at once and asks again in the same box, the plan kept [U4]', async () => {
    const shown = await played(
      () => sign(flow.host, undefined),
      /is signed by/,
      image(),
      confirm,
      password('x', 'y', 'word'),
    );
    assert.equal(shown.filter((line) => line.startsWith('Sign This Image')).length, 1);
    assert.equal(shown.filter((line) => line.includes('does not open')).length, 2);
  });

  it('opens the key with COSIGN_PASSWORD and says so in the plan; a wrong one is asked for [U4]', async () => {
    process.env['COSIGN_PASSWORD'] = 'word';
    const shown = await played(() => sign(flow.host, undefined), /is signed by/, image(), confirm);
    assert.ok(shown.some((line) => line.includes('COSIGN_PASSWORD opens it.')));
    process.env['COSIGN_PASSWORD'] = 'another';
    const again = await played(
      () => sign(flow.host, undefined),
      /is signed by/,
      image('app:1.0'),
      confirm,
      password('word'),
    );
    assert.ok(again.some((line) => line.includes('COSIGN_PASSWORD does not open it.')));
  });

  it('changes annotations, place and media types in the plan, and signs what it shows then [U6]', async () => {
    const shown = await played(
      () => sign(flow.host, undefined),
      /is signed by/,
      image(),
      pick(/Add annotation/),
      { type: 'text', about: /Add Annotation/, text: 'env=prod' },
      pick(/^Place/),
      pick(/Another repository/, /Change Place/),
      { type: 'text', about: /Signature Repository/, text: `${address}/sigs` },
      pick(/All in this repository/, /Layout/),
      pick(/^OCI media types/),
      confirm,
      password('word'),
    );
    assert.match(shown.join('\n'), /layout shared \(you, just now\)/);
    assert.match(shown.join('\n'), /Docker \(legacy\) media types/);
    assert.deepEqual(signatureTags(), []);
    assert.equal(signatureTags('sigs').length, 1);
  });

  it('goes back to the plan where a change is given up [V1]', async () => {
    await played(
      () => sign(flow.host, undefined),
      /is signed by/,
      image(),
      pick(/^Image/),
      { type: 'text', about: /Change Image/, text: undefined },
      confirm,
      password('word'),
    );
    assert.equal(signatureTags().length, 1);
  });

  it('offers nothing to write for what this key signed already [V1]', async () => {
    await played(() => sign(flow.host, undefined), /is signed by/, image(), confirm, password('word'));
    const before = writes();
    const shown = await played(
      () => sign(flow.host, undefined),
      /Already Signed/,
      image(),
      pick(/Already signed/, /Already Signed/),
    );
    assert.equal(shown.includes('Sign'), false);
    assert.equal(writes(), before);
  });

  it('shows a new plan, with what it was before, where the run found another one [S26]', async () => {
    let runs = 0;
    await use((real) => ({
      runSign: (plan, ...rest) => {
        runs += 1;
        if (runs > 1) return real.runSign(plan, ...rest);
        const details = { what: 'credential', planned: 'docker:ann', found: 'anonymous' } as const;
        throw new EngineError('plan-changed', details);
      },
      planSign: async (...request) => {
        const plan = await real.planSign(...request);
        const credential = { ...plan.credential, identity: runs === 0 ? 'docker:ann' : 'anonymous' };
        return runs === 0 ? { ...plan, credential } : plan;
      },
    }));
    const shown = await played(
      () => sign(flow.host, undefined),
      /is signed by/,
      image(),
      confirm,
      password('word'),
      confirm,
    );
    assert.ok(shown.some((line) => line.startsWith('Another credential is used now')));
    assert.equal(runs, 2);
  });

  it('tells a cancel that came in time as nothing written, and one that came too late as stored [U13]', async () => {
    await use((real) => ({
      runSign: (plan, key, watch, signal) =>
        cancelled(signal, () => real.runSign(plan, key, watch, new AbortController().signal)),
    }));
    const late = await withCancel(() =>
      played(() => sign(flow.host, undefined), /is signed by/, image(), confirm, password('word')),
    );
    assert.ok(late.some((line) => line.startsWith('It was too late to cancel.')));
    await use(() => ({
      runSign: (_plan, _key, _watch, signal) =>
        cancelled(signal, () => Promise.reject(new EngineError('cancelled', { what: 'signing' }))),
    }));
    const before = writes();
    const shown = await withCancel(() =>
      played(() => sign(flow.host, undefined), /Cancelled/, image('app:1.0'), confirm, password('word')),
    );
    assert.ok(shown.includes('Cancelled; nothing was written.'));
    assert.equal(writes(), before);
  });

  it('shows a hostile label and annotation in the plan without bringing anything of it to life [S21] [N3]', async () => {
    await use();
    const [key] = await flow.host.keys.list();
    assert.ok(key);
    await flow.host.keys.rename(key.fingerprint, hostile);
    const shown = await played(
      () => sign(flow.host, undefined),
      /is signed by/,
      image(),
      pick(/Add annotation/),
      { type: 'text', about: /Add Annotation/, text: `${hostile}=${hostile}` },
      confirm,
      password('word'),
    );
    for (const line of shown)
      assert.doesNotMatch(line, /\]\(command:|\$\(verified|[\u0000-\u001f\u200b\u202e]/);
  });

  it('from a node of the tree asks for no name [V9]', async () => {
    await config.addRegistry(address, 'user');
    try {
      const rows = (await flow.provider.getChildren(undefined)) ?? [];
      const repositories = (await flow.provider.getChildren(rows[0])) ?? [];
      const repository = repositories.find((row) => row.repository?.endsWith('demo/unsigned') === true);
      const [tag] = (await flow.provider.getChildren(repository)) ?? [];
      assert.equal(tag?.kind, 'tag');
      await played(() => sign(flow.host, tag), /is signed by/, confirm, password('word'));
    } finally {
      await config.removeRegistry(address);
    }
  });

  it('tells later that signatures were lost, and says nothing where nothing was', async () => {
    await use((real) => ({
      runSign: (plan, key, watch, signal) => {
        const place = 'ghcr.io/acme/app:sha256-0.sig';
        setTimeout(() => watch.laterLook({ place, outcome: 'removed-by-others', reason: '' }), 50);
        return real.runSign(plan, key, watch, signal);
      },
    }));
    const shown = await played(
      () => sign(flow.host, undefined),
      /Somebody removed signatures in ghcr\.io\/acme\/app:sha256-0\.sig\./,
      ...[image(), confirm, password('word')],
    );
    assert.ok(shown.length > 0);
  });

  it('drops the verdict of an image that has a signature more [S18]', async () => {
    const reference: Answer = { type: 'text', about: /Verify Image/, text: `${address}/demo/unsigned:1.0` };
    await played(() => verify(flow.host, undefined), /is not signed/, reference);
    const digest = registry.state.repositories.get('demo/unsigned')?.tags.get('1.0') as Digest;
    assert.equal(flow.host.reports.find(`${address}/demo/unsigned`, digest)?.verdict, 'unsigned');
    await played(() => sign(flow.host, undefined), /is signed by/, image(), confirm, password('word'));
    assert.equal(flow.host.reports.find(`${address}/demo/unsigned`, digest), undefined);
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
