// How a failure reaches a person: once, in words, with buttons that do what they say (ux U7, U11).
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EngineError } from '../../src/engine/errors.ts';
import type { Host } from '../../src/host/host.ts';
import { permissionsOf } from '../../src/host/permissions.ts';
import { askToAllowTokenHost, copyDockerLogin } from '../../src/host/ui/errorActions.ts';
import { wordsOf as wordsOfFailure } from '../../src/host/ui/errorWords.ts';
import { offered, tellFailure } from '../../src/host/ui/failures.ts';
import { showError, showInfo, showWarning } from '../../src/host/ui/messages.ts';
import { keychainService, machineName } from '../../src/host/world.ts';
import { hostile } from '../support/hostile.ts';
import { memoryState } from '../support/vscode/memoryState.ts';
import type { Answer } from '../support/vscode/person.ts';
import { playPerson } from '../support/vscode/person.ts';

const live = /\]\(|\$\(|[\u0000-\u001f\u202e\u200b]/;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

async function played(run: () => unknown, ...answers: readonly Answer[]): Promise<readonly string[]> {
  const person = playPerson(...answers);
  try {
    await run();
    await person.answered();
    await settled();
  } finally {
    person.leave();
  }
  return person.shown;
}

function newHost(): {
  host: Host;
  logged: string[];
  forgotten: (string | undefined)[];
  state: vscode.Memento;
} {
  const logged: string[] = [];
  const forgotten: (string | undefined)[] = [];
  const state = memoryState();
  const host = {
    log: { error: (text: string) => logged.push(text) },
    extension: { globalState: state },
    engine: () => ({ forget: (registry?: string) => forgotten.push(registry) }),
  } as unknown as Host;
  return { host, logged, forgotten, state };
}

const wrongPassword = new EngineError('wrong-password', { name: 'release' });

describe('a failure', () => {
  it('is told once and written to the log once, with its name [U7]', async () => {
    const { host, logged } = newHost();
    const shown = await played(() => tellFailure(host, wrongPassword));
    assert.deepEqual(shown, ['The password does not open “release”.']);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /wrong-password/);
  });

  it('offers to try again only where somebody can, and does [U11]', async () => {
    const { host } = newHost();
    let again = 0;
    const press: Answer = { type: 'button', about: /does not open/, button: 'Retry' };
    await played(() => tellFailure(host, wrongPassword, () => (again += 1)), press);
    assert.equal(again, 1);
  });

  it('goes on once a token host is allowed, and keeps its buttons while somebody logs in [U11]', async () => {
    const { host, forgotten } = newHost();
    let again = 0;
    const retry = (): number => (again += 1);
    const realm = { registry: 'ghcr.example', realmHost: 'auth.example', privateAddress: false };
    await played(
      () => tellFailure(host, new EngineError('token-realm-unknown', realm), retry),
      { type: 'button', about: /wants its login sent/, button: 'Allow This Token Host…' },
      { type: 'pick', about: /ghcr\.example .*auth\.example/, label: /^Allow/ },
    );
    assert.equal(again, 1);
    const credential = { kind: 'anonymous', detail: '', user: '' } as const;
    const answer = { registry: 'ghcr.example', repository: 'app', status: 401, code: '', message: '' };
    const notSignedIn = new EngineError('not-signed-in', {
      ...answer,
      operation: 'reading a manifest',
      credential,
    });
    await played(
      () => tellFailure(host, notSignedIn, retry),
      { type: 'button', about: /wants a login/, button: 'Copy docker login' },
      { type: 'button', about: /wants a login/, button: 'Retry' },
    );
    assert.equal(again, 2);
    assert.ok(forgotten.includes('ghcr.example'));
  });

  it('has no more buttons than their words have room for: who can sign in here needs no terminal [U11]', () => {
    const answer = { registry: 'ghcr.example', repository: 'app', status: 401, code: '', message: '' };
    const credential = { kind: 'anonymous', detail: '', user: '' } as const;
    const more = { operation: 'reading a manifest', credential } as const;
    const { actions } = wordsOfFailure(new EngineError('not-signed-in', { ...answer, ...more }));
    const kinds = offered(actions, true).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['sign-in', 'copy-docker-login', 'retry', 'show-log']);
  });

  it('that is the person’s own cancel is not told', async () => {
    const { host, logged } = newHost();
    const cancels = [new EngineError('cancelled', { what: 'x' }), new vscode.CancellationError()];
    for (const cancel of cancels) assert.deepEqual(await played(() => tellFailure(host, cancel)), []);
    assert.deepEqual(logged, []);
  });

  it('of what a button does is told as well, and goes on from there', async () => {
    const { host } = newHost();
    const changed = { ...host, engine: () => ({ readCertificate: () => Promise.reject(wrongPassword) }) };
    const failure = new EngineError('certificate-not-trusted', {
      host: 'r.example',
      reason: 'self-signed',
      message: '',
    });
    let again = 0;
    const shown = await played(
      () => tellFailure(changed as unknown as Host, failure, () => (again += 1)),
      { type: 'button', about: /Self-signed/, button: 'Trust This Certificate…' },
      { type: 'button', about: /does not open/, button: 'Retry' },
    );
    assert.equal(shown.length, 2);
    assert.equal(again, 1);
  });

  it('of trying again is written to the log: whoever tries again tells it', async () => {
    const { host, logged } = newHost();
    const press: Answer = { type: 'button', about: /does not open/, button: 'Retry' };
    const retry = (): Promise<never> => Promise.reject(new Error('again'));
    const shown = await played(() => tellFailure(host, wrongPassword, retry), press);
    assert.equal(shown.length, 1);
    assert.match(logged[1] ?? '', /again/);
  });

  it('cannot paint the log or forge a line of it', async () => {
    const { host, logged } = newHost();
    const error = new EngineError('wrong-password', { name: hostile });
    await played(() => tellFailure(host, error));
    assert.doesNotMatch((logged[0] ?? '').replaceAll('\n', ''), /[\u0000-\u001f\u202e]/);
    assert.doesNotMatch(logged[0] ?? '', /^second line/m);
  });
});

describe('every message', () => {
  it('passes the escaper as a whole, whatever is in it [S21] [N3]', async () => {
    for (const show of [showInfo, showWarning, showError]) {
      const [text] = await played(() => show(hostile));
      assert.doesNotMatch(text ?? '', live);
    }
  });
});

describe('a copied docker command', () => {
  const copied: readonly (readonly [registry: string, command: string])[] = [
    ['ghcr.io', 'docker login ghcr.io'],
    ['localhost:5000', 'docker login localhost:5000'],
    ['index.docker.io', 'docker login'],
    ['[::1]:5000', "docker login '[::1]:5000'"],
  ];
  for (const [registry, command] of copied) {
    it(`is ${command} [U11] [S23]`, async () => {
      await copyDockerLogin(registry);
      assert.equal(await vscode.env.clipboard.readText(), command);
    });
  }

  it('is not made of a name that a shell or docker could take for something else [S23]', async () => {
    await vscode.env.clipboard.writeText('before');
    for (const registry of ['x;reboot', '$(x)', '--config=/x', 'a b', "a'b", 'a`b`', 'x\ny', '[x]', '']) {
      const [text] = await played(() => copyDockerLogin(registry));
      assert.match(text ?? '', /Not copied/);
    }
    assert.equal(await vscode.env.clipboard.readText(), 'before');
  });
});

describe('the question about a token host', () => {
  const about = /ghcr\.example .*auth\.example/;

  it('is remembered for that registry and that host only, and tokens are got anew [S29]', async () => {
    const { host, state, forgotten } = newHost();
    await played(() => askToAllowTokenHost(host, 'ghcr.example', 'auth.example'), {
      type: 'pick',
      about,
      label: /^Allow/,
    });
    const { tokenRealm } = permissionsOf(state);
    assert.equal(tokenRealm('ghcr.example', 'auth.example'), true);
    assert.equal(tokenRealm('ghcr.example', 'other.example'), false);
    assert.equal(tokenRealm('other.example', 'auth.example'), false);
    assert.deepEqual(forgotten, ['ghcr.example']);
  });

  it('that is not answered with a yes allows nothing [S29]', async () => {
    const { host, state } = newHost();
    for (const label of [/Do Not/, undefined]) {
      await played(() => askToAllowTokenHost(host, 'ghcr.example', 'auth.example'), {
        type: 'pick',
        about,
        label,
      });
    }
    assert.equal(permissionsOf(state).tokenRealm('ghcr.example', 'auth.example'), false);
    assert.deepEqual(state.keys(), []);
  });
});

describe('what the extension calls itself and its machine', () => {
  it('in the keychain is its own name where it is installed, whatever the environment says [S38] [V6]', () => {
    assert.notEqual(process.env['COUNTERSIGN_KEYCHAIN_SERVICE'], undefined);
    assert.equal(keychainService(vscode.ExtensionMode.Production), 'Countersign');
    const own = process.env['COUNTERSIGN_KEYCHAIN_SERVICE'];
    assert.equal(keychainService(vscode.ExtensionMode.Test), own);
    assert.equal(keychainService(vscode.ExtensionMode.Development), own);
  });

  it('goes by where this code runs, not by whether the window has a remote [V4]', () => {
    const { UI, Workspace } = vscode.ExtensionKind;
    assert.equal(machineName(UI, undefined), 'this computer');
    assert.equal(machineName(UI, 'ssh-remote'), 'this computer');
    assert.match(machineName(Workspace, 'ssh-remote'), /^the remote machine /);
    assert.match(machineName(Workspace, 'dev-container'), /^the container /);
    assert.match(machineName(Workspace, 'wsl'), /WSL/);
  });
});
