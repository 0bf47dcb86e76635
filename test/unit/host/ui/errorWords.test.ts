// Every failure has words and actions (ux V11, U7, U11), and foreign parts in them are dead (S21).
import assert from 'node:assert/strict';
import type { ErrorCode, ErrorDetails } from '../../../../src/engine/errors.ts';
import { EngineError } from '../../../../src/engine/errors.ts';
import { createBudget, type Budget } from '../../../../src/engine/http/budget.ts';
import { hostile } from '../../../support/hostile.ts';
import '../../../support/plainVscode.ts';
import { createTestWorld } from '../../../support/world.ts';

const { wordsOf, wordsOfFailure } = await import('../../../../src/host/ui/errorWords.ts');

const login = { kind: 'docker-config', detail: hostile, user: hostile } as const;
const answer = {
  registry: hostile,
  repository: hostile,
  operation: hostile,
  status: 400,
  code: hostile,
  message: hostile,
};

/** One of each, hostile where a stranger may have written it. A new code does not compile until it stands here. */
const samples: { readonly [C in ErrorCode]: ErrorDetails[C] } = {
  'bad-reference': { text: hostile, position: 3, reason: 'character' },
  'bad-signature-repository': { text: hostile, reason: 'tag', origin: hostile },
  'bad-annotation': { name: hostile, reason: 'duplicate' },
  'bad-setting': { setting: 'countersign.legacyMediaTypes', level: 'workspace' },
  unreachable: { host: hostile, reason: 'tls', message: hostile },
  'certificate-not-trusted': { host: hostile, reason: 'unknown-authority', message: hostile },
  'certificate-changed': { host: hostile, trusted: hostile, found: hostile },
  'client-certificate-wanted': { host: hostile, shown: hostile },
  'bad-certificate-file': { path: hostile, reason: 'absent' },
  'proxy-failed': { host: hostile, proxy: hostile, reason: 'refused', status: 403 },
  'timed-out': { host: hostile, seconds: 30, phase: 'answer' },
  'too-large': { host: hostile, what: 'reading a manifest', unit: 'bytes', limit: 1000 },
  'bad-redirect': { host: hostile, target: hostile, reason: 'downgrade' },
  'plain-http-refused': { registry: hostile, realmHost: hostile, reason: 'downgrade' },
  'registry-refused': answer,
  'not-signed-in': { ...answer, credential: login },
  forbidden: { ...answer, credential: login },
  'not-found': answer,
  'rate-limited': { ...answer, retryAfterSeconds: 7 },
  'registry-failed': answer,
  'not-a-registry': { registry: hostile, reason: 'web-page' },
  'token-refused': {
    ...{ registry: hostile, realmHost: hostile, status: 401, message: hostile, credential: login },
  },
  'token-realm-unknown': { registry: hostile, realmHost: hostile, privateAddress: true },
  'bad-answer': { registry: hostile, reason: 'no-token' },
  'digest-mismatch': { registry: hostile, repository: hostile, expected: hostile, actual: hostile },
  'endless-list': { registry: hostile, what: 'tags' },
  'no-list': { registry: hostile, reason: 'login' },
  'subject-not-found': { reference: hostile, registry: hostile, repository: hostile, impliedTag: true },
  'not-an-image': { reference: hostile, digest: hostile, reason: 'schema-1' },
  'bad-signature-image': { place: hostile, reason: 'index' },
  'bad-payload': { reason: 'name-twice' },
  'too-many-signatures': { place: hostile, count: 1001, limit: 1000 },
  'place-not-readable': { place: hostile },
  'too-many-images': { reference: hostile, limit: 100 },
  'signed-in-part': { repository: hostile, digest: hostile, signed: 2, total: 5, reason: 'unreachable' },
  'media-types-refused': { ...answer, mediaTypes: 'oci' },
  'tag-immutable': { ...answer, tag: hostile, setting: undefined },
  'not-writable': { ...answer, reason: 'full', setting: undefined },
  'cannot-delete': { ...answer, by: 'digest', advice: 'ghcr-delete' },
  'not-removable': { place: hostile, reason: 'is-the-subject' },
  'not-removed': { place: hostile, reason: 'still-there' },
  'removal-not-confirmed': { place: hostile, reason: 'timed-out' },
  'plan-changed': { what: 'key', planned: hostile, found: hostile },
  'not-stored': { place: hostile, reason: 'registry-failed' },
  'copy-not-confirmed': { place: hostile, digest: hostile, reason: 'not-in-it' },
  'bad-layout': { folder: hostile, digest: hostile, reason: 'blob-of-other-bytes' },
  'write-not-confirmed': { place: hostile, digest: hostile, reason: 'nothing-there' },
  'bad-key-file': { name: hostile, reason: 'no-pem-block' },
  'unsupported-key': { name: hostile, algorithm: hostile },
  'wrong-password': { name: hostile },
  'crypto-unavailable': { what: 'scrypt', message: hostile },
  'key-not-stored': { fingerprint: 'a'.repeat(64), label: hostile },
  'keychain-failed': { reason: 'no-answer', message: hostile },
  'bad-credential-file': { path: hostile, reason: { code: 'field-not-text', field: hostile } },
  'credential-path-in-workspace': { variable: hostile, path: hostile },
  'credential-helper-failed': { helper: hostile, reason: { code: 'said', words: hostile } },
  'file-not-readable': { path: hostile, reason: { code: 'other', name: hostile } },
  'file-not-writable': { path: hostile, reason: { code: 'disk-full' } },
  'folder-not-writable': { path: hostile, reason: { code: 'not-empty' } },
  'not-copyable': { what: hostile, shell: 'posix' },
  cancelled: { what: hostile },
  internal: { what: hostile },
};

describe('the words of failures', () => {
  for (const code of Object.keys(samples) as ErrorCode[]) {
    it(`say what ${code} is in whole sentences, every foreign part disarmed [V11] [S21]`, () => {
      const { message } = wordsOfFailure(code, samples[code]);
      assert.match(message, /^\S.*[.…]/);
      assert.doesNotMatch(message, /\{\d\}|undefined|\]\(|\$\(|[\u0000-\u001f\u202e\u200b]/);
    });
  }

  it('tell an image that was never pushed to be pushed, and show the tag that was not typed [U7]', () => {
    const registry = 'ghcr.io';
    const { message, actions } = wordsOfFailure('subject-not-found', {
      ...{ reference: 'ghcr.io/acme/app', registry, repository: 'ghcr.io/acme/app', impliedTag: true },
    });
    assert.match(message, /latest/);
    assert.match(message, /Push it first/);
    assert.deepEqual(actions[0], { kind: 'copy-docker-push', reference: 'ghcr.io/acme/app' });
  });

  it('do not offer to push a digest, which nobody can [U7]', () => {
    const reference = `ghcr.io/acme/app@sha256:${'a'.repeat(64)}`;
    const { actions } = wordsOfFailure('subject-not-found', {
      ...{ reference, registry: 'ghcr.io', repository: 'ghcr.io/acme/app', impliedTag: false },
    });
    assert.ok(!actions.some(({ kind }) => kind === 'copy-docker-push'));
  });

  it('offer a login where the registry wants one, for that registry [U11]', () => {
    const details = { ...answer, registry: 'ghcr.io', credential: login };
    const { actions } = wordsOfFailure('not-signed-in', details);
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ['sign-in', 'copy-docker-login', 'open-terminal', 'retry', 'show-log'],
    );
    assert.deepEqual(actions[0], { kind: 'sign-in', registry: 'ghcr.io', repository: answer.repository });
    assert.deepEqual(actions[1], { kind: 'copy-docker-login', registry: 'ghcr.io' });
  });

  it('call what a registry keeps to itself its list of repositories, not a part of itself [V11]', () => {
    const catalog = { ...answer, registry: 'ghcr.io', repository: '', code: '', message: '' };
    const credential = { kind: 'anonymous', detail: '', user: '' } as const;
    const words = (['registry-refused', 'not-signed-in', 'forbidden', 'not-found'] as const).map(
      (code) => wordsOfFailure(code, { ...catalog, credential }).message,
    );
    assert.equal(words[1], 'ghcr.io wants a login for its list of repositories (used: anonymous).');
    for (const sentence of words) {
      assert.match(sentence, / list of repositories/);
      assert.doesNotMatch(sentence, /ghcr\.io.*ghcr\.io/);
    }
  });

  it('do not claim that an image is not signed where its signature was sent and not seen [V11]', () => {
    const said = (reason: 'forbidden' | 'write-not-confirmed'): string =>
      wordsOfFailure('signed-in-part', { ...samples['signed-in-part'], digest: 'sha256:77', reason }).message;
    assert.match(said('forbidden'), /sha256:77 is not, nor is what comes behind it: the registry refused\./);
    const doubt = said('write-not-confirmed');
    assert.match(
      doubt,
      /Whether sha256:77 is, is not certain: it was sent, .* What comes behind it is not\./,
    );
    assert.doesNotMatch(doubt, /sha256:77 is not/);
  });

  it('point to the setting that is wrong [U11]', () => {
    const { actions } = wordsOfFailure('bad-setting', samples['bad-setting']);
    assert.deepEqual(actions, [{ kind: 'open-settings', setting: 'legacyMediaTypes' }]);
  });

  it('send to the insecure registries only where listing one there helps [U11] [S27]', () => {
    const settings = { kind: 'open-settings', setting: 'insecureRegistries' } as const;
    const reg = { registry: 'reg.lan', realmHost: 'auth.lan' };
    const notListed = wordsOfFailure('plain-http-refused', { ...reg, reason: 'not-listed' });
    assert.deepEqual(notListed.actions[0], settings);
    assert.match(
      notListed.message,
      /^reg\.lan wants .* to auth\.lan\. .*, list auth\.lan in .* insecureRegistries\.$/,
    );
    const downgrade = wordsOfFailure('plain-http-refused', { ...reg, reason: 'downgrade' });
    assert.doesNotMatch(`${downgrade.message} ${JSON.stringify(downgrade.actions)}`, /insecure/);
    const noTls = wordsOfFailure('unreachable', { host: 'reg.lan', reason: 'no-tls', message: 'X' });
    assert.deepEqual(noTls.actions[0], settings);
    assert.match(noTls.message, /^reg\.lan did not answer in TLS\. /);
    const tls = wordsOfFailure('unreachable', { host: 'reg.lan', reason: 'tls', message: 'X' });
    assert.doesNotMatch(`${tls.message} ${JSON.stringify(tls.actions)}`, /insecure/);
  });

  it('tell requests from bytes where an action would cost too much [V11]', () => {
    const { message } = wordsOf(
      spent({ requests: 0, bytes: 10 }, (budget) => budget.spendRequest('ghcr.io')),
    );
    assert.equal(message, 'ghcr.io would take more than 0 requests for this verification; gave up.');
    const bytes = wordsOf(spent({ requests: 1, bytes: 10 }, (budget) => budget.spendBytes('ghcr.io', 11)));
    assert.match(bytes.message, /^ghcr\.io sent more than 10 bytes for this verification;/);
  });

  it('tell a web page from the words of a registry, and add nothing where nothing was said [V11]', () => {
    const about = { registry: 'ghcr.io', repository: 'acme/app', operation: '', status: 502, code: '' };
    const said = (more: { message: string; webPage?: boolean }): string =>
      wordsOfFailure('registry-failed', { ...about, ...more }).message;
    assert.equal(
      said({ message: 'Log in', webPage: true }),
      'ghcr.io failed (status 502). It sent a web page: Log in',
    );
    assert.equal(said({ message: '', webPage: true }), 'ghcr.io failed (status 502). It sent a web page.');
    assert.match(said({ message: 'no' }), / The registry’s words: no$/);
    const { message } = wordsOfFailure('unreachable', { host: 'ghcr.io', reason: 'other', message: '' });
    assert.equal(message, 'ghcr.io cannot be reached.');
    const refused = wordsOfFailure('media-types-refused', { ...about, message: '', mediaTypes: 'oci' });
    assert.match(refused.message, /\(status 502\), and nothing was written. It may take Docker’s.$/);
    const damaged = wordsOfFailure('keychain-failed', { reason: 'damaged', message: 'a part is missing' });
    assert.equal(damaged.message, 'What the keychain holds for this key is damaged.');
  });

  it('are true of a place that is read as of one that is written', () => {
    const words = (['too-many-signatures', 'place-not-readable'] as const).map(
      (code) => wordsOfFailure(code, samples[code]).message,
    );
    assert.doesNotMatch(words.join(' '), /would|cosign|added/);
    assert.match(words[0] ?? '', /^1001 signatures at .* no more than 1000 /);
  });

  it('of a thrown failure are those of its code and details', () => {
    const error = new EngineError('wrong-password', { name: 'release' });
    assert.deepEqual(wordsOf(error), wordsOfFailure('wrong-password', { name: 'release' }));
  });

  it('of anything else show nothing of its text, which may hold a secret [N1]', () => {
    const { message, actions } = wordsOf(new Error('canary-secret'));
    assert.doesNotMatch(message, /canary/);
    assert.deepEqual(actions, [{ kind: 'show-log' }]);
  });
});

/** What an action fails with once it has cost this much. */
function spent(limits: { requests: number; bytes: number }, spend: (budget: Budget) => void): unknown {
  const budget = createBudget(createTestWorld(), { ...limits, milliseconds: 60_000 }, 'this verification');
  try {
    spend(budget);
    return undefined;
  } catch (error) {
    return error;
  }
}
