// The accounts of VS Code in Sign In and Sign Out: a stand-in of `vscode.authentication` that counts who asked whom.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineApi } from '../../src/engine/api.ts';
import { signIn } from '../../src/host/commands/signIn.ts';
import { signOut } from '../../src/host/commands/signOut.ts';
import { told } from '../../src/host/commands/told.ts';
import type { Authentication } from '../../src/host/signIn/accounts.ts';
import { until } from '../support/until.ts';
import type { Answer } from '../support/vscode/person.ts';
import type { FlowHost } from './flowHost.ts';
import { played } from './keyAnswers.ts';
import { canary, endScenes, never, newScene, rows } from './signInScene.ts';

describe('an account of VS Code', () => {
  afterEach(endScenes);

  interface Asking {
    readonly provider: string;
    readonly scopes: string;
    readonly silent: boolean;
  }
  const asked: Asking[] = [];
  const sessions = new vscode.EventEmitter<vscode.AuthenticationSessionsChangeEvent>();
  let account: string | undefined;
  const authentication: Authentication = {
    onDidChangeSessions: sessions.event,
    getSession: ((provider: string, scopes: readonly string[], options: { silent?: boolean }) => {
      const silent = options.silent === true;
      asked.push({ provider, scopes: scopes.join(' '), silent });
      if (!silent) account ??= 'ann';
      const id = account ?? '';
      return Promise.resolve(account && { id, scopes, accessToken: canary, account: { id, label: id } });
    }) as Authentication['getSession'],
  };
  const trials: unknown[] = [];
  const verbs = (): Partial<EngineApi> => ({
    trySignIn: (request) => {
      trials.push(request);
      return Promise.resolve({ login: 'accepted', pull: 'granted', push: 'unknown' });
    },
  });
  const session = (scene: FlowHost) =>
    scene.host.accounts.session('ghcr.io', 'github', ['read:packages'], never);
  beforeEach(() => {
    account = undefined;
    asked.length = 0;
    trials.length = 0;
  });

  it('asks for the scopes that were chosen, only when a person chooses it, and says what may be done', async () => {
    const scene = await newScene('ghcr.io/acme/app', verbs, { authentication });
    assert.equal(await session(scene), undefined);
    assert.ok(asked.every(({ silent }) => silent));
    const [root] = await rows(scene);
    const shown = await played(() => told(scene.host, () => signIn(scene.host, root)), {
      ...{ type: 'pick', about: /How do you want to sign in/, label: /^Sign in with GitHub/ },
    });
    assert.deepEqual(
      asked.filter(({ silent }) => !silent),
      [{ provider: 'github', scopes: 'read:packages write:packages', silent: false }],
    );
    assert.equal(trials.length, 1);
    assert.match(shown.at(-1) ?? '', /Signed in to ghcr\.io as ann\./);
    assert.deepEqual(await scene.host.logins.list(), [], 'VS Code keeps it');
    assert.ok(!JSON.stringify([scene.logged, shown]).includes(canary));
  });

  it('is turned off for a registry by signing out, and on again by signing in', async () => {
    account = 'ann';
    const scene = await newScene('ghcr.io/acme/app', verbs, { authentication });
    assert.equal((await session(scene))?.token, canary);
    const line: Answer = { type: 'pick', about: /Which login/, label: /ghcr\.io/ };
    const [root] = await rows(scene);
    await played(() => told(scene.host, () => signOut(scene.host, root)), line);
    assert.equal(await session(scene), undefined);
    await scene.host.accounts.ask('ghcr.io', 'github', ['read:packages']);
    assert.equal((await session(scene))?.label, 'ann');
  });

  it('that changes is a change of logins; a token that is made anew is none', async () => {
    account = 'ann';
    const scene = await newScene('ghcr.io/acme/app', verbs, { authentication });
    await session(scene);
    const changed: string[] = [];
    const listener = scene.host.accounts.onDidChange((registry) => changed.push(registry));
    const github = { provider: { id: 'github', label: 'GitHub' } };
    sessions.fire(github);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(changed, []);
    account = 'ben';
    sessions.fire(github);
    await until(() => changed.length === 1);
    assert.deepEqual(changed, ['ghcr.io']);
    listener.dispose();
  });
});
