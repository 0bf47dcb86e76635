// Which rules judge an image, and what becomes of rules that cannot be used.
import assert from 'node:assert/strict';
import type { OwnKeys, ReadKeyFile, SignerKey, TrustLevel } from '../../../src/engine/plan.ts';
import { parseRepository } from '../../../src/engine/oci/reference.ts';
import { chooseJudges } from '../../../src/engine/trustedSigners/judges.ts';
import type { ChosenJudges } from '../../../src/engine/trustedSigners/judges.ts';
import { makeKey } from '../../support/signed.ts';
import type { TestKey } from '../../support/signed.ts';

const release = makeKey('release');
const other = makeKey();
const signal = new AbortController().signal;

const noFiles: ReadKeyFile = () =>
  Promise.resolve({ fault: { code: 'key-file-not-readable', reason: { code: 'absent' } } });

function level(name: TrustLevel['level'], value: unknown): TrustLevel {
  return { level: name, source: `${name} settings`, value };
}

function rule(images: string, ...keys: readonly TestKey[]): unknown {
  return { images, keys: keys.map(({ pem }) => pem) };
}

function ownRecord({ trusted, pem }: TestKey): SignerKey {
  return { fingerprint: trusted.publicKey.fingerprint, label: trusted.label, publicKeyPem: pem };
}

function choose(
  levels: readonly TrustLevel[],
  own: OwnKeys = [],
  image = 'ghcr.io/acme/app',
  readKeyFile = noFiles,
): Promise<ChosenJudges> {
  return chooseJudges(levels, own, parseRepository(image), readKeyFile, signal);
}

function fingerprints({ rules }: ChosenJudges): readonly (readonly string[])[] {
  return rules.map(({ keys }) => keys.map(({ publicKey }) => publicKey.fingerprint));
}

const releasePrint = release.trusted.publicKey.fingerprint;
const otherPrint = other.trusted.publicKey.fingerprint;

describe('The judges of an image', () => {
  it('lets the user rules judge what they name, whatever workspace and folder say [S1]', async () => {
    const judges = await choose([
      level('folder', [rule('**', other)]),
      level('workspace', [rule('ghcr.io/acme/app', other)]),
      level('user', [rule('ghcr.io/acme/**', release)]),
    ]);
    assert.equal(judges.level, 'user');
    assert.equal(judges.source, 'user settings');
    assert.deepEqual(fingerprints(judges), [[releasePrint]]);
  });

  it('lets workspace rules, then folder rules judge an image that no user rule names [S1]', async () => {
    const user = level('user', [rule('ghcr.io/else/**', release)]);
    const folder = level('folder', [rule('**', other)]);
    assert.equal((await choose([user, folder])).level, 'folder');
    const workspace = level('workspace', [rule('ghcr.io/acme/*', other)]);
    assert.equal((await choose([user, folder, workspace])).level, 'workspace');
    assert.equal((await choose([user, folder, level('workspace', [])])).level, 'folder');
  });

  it('takes every rule of the level that names the image, and no other [S3]', async () => {
    const judges = await choose([
      level('user', [rule('ghcr.io/**', release), rule('ghcr.io/acme/app', other), rule('nginx', other)]),
    ]);
    assert.deepEqual(
      judges.rules.map(({ images }) => images),
      ['ghcr.io/**', 'ghcr.io/acme/app'],
    );
  });

  it('lets own keys judge where no rule names the image, and says so [S6]', async () => {
    const judges = await choose([level('user', [rule('nginx', other)])], [ownRecord(release)]);
    assert.equal(judges.level, 'own-keys');
    assert.equal(judges.source, '');
    assert.deepEqual(fingerprints(judges), [[releasePrint]]);
    assert.deepEqual((await choose([])).rules, []);
  });

  it('does not count own keys where a rule names the image [S6]', async () => {
    const judges = await choose([level('folder', [rule('**', other)])], [ownRecord(release)]);
    assert.deepEqual(fingerprints(judges), [[otherPrint]]);
    assert.deepEqual(
      judges.ownKeys.map(({ label }) => label),
      ['release'],
    );
  });

  it('knows an own key by its fingerprint, and trusts no record that says another [S7]', async () => {
    const swapped = { ...ownRecord(release), publicKeyPem: other.pem };
    const alone = await choose([], [swapped]);
    assert.deepEqual(fingerprints(alone), [[]]);
    assert.notEqual(alone.rules[0]?.faults.length, 0);
    const named = await choose([level('user', [{ images: '**', keys: [`own:${releasePrint}`] }])], [swapped]);
    assert.notEqual(named.rules[0]?.faults.length, 0);
    const beside = await choose([], [swapped, ownRecord(other)]);
    assert.deepEqual(fingerprints(beside), [[otherPrint]]);
    assert.deepEqual(beside.rules[0]?.faults, []);
  });

  it('knows that there may be more own keys than could be listed, where own keys judge and only there [S6]', async () => {
    const part = (...listed: SignerKey[]) => ({ listed });
    const some = await choose([], part(ownRecord(release)));
    assert.equal(some.moreOwnKeys, true);
    assert.deepEqual(fingerprints(some), [[releasePrint]]);
    const none = await choose([], part());
    assert.deepEqual([none.moreOwnKeys, fingerprints(none)], [true, [[]]]);
    assert.equal((await choose([], [ownRecord(release)])).moreOwnKeys, undefined);
    assert.equal((await choose([level('user', [rule('**', other)])], part())).moreOwnKeys, undefined);
    const named = await choose([level('user', [{ images: '**', keys: [`own:${releasePrint}`] }])], part());
    assert.deepEqual(
      named.rules[0]?.faults.map(({ fault }) => fault.code),
      ['own-key-not-listed'],
    );
  });

  it('shows the label of an own key however a rule names it', async () => {
    const own = [ownRecord(release)];
    for (const key of [release.pem, `own:${releasePrint}`]) {
      const { rules } = await choose([level('user', [{ images: '**', keys: [key] }])], own);
      assert.equal(rules[0]?.keys[0]?.label, 'release');
    }
  });

  it('lets a rule whose pattern or form is bad cover every image, at the highest level [S3]', async () => {
    const good = level('workspace', [rule('**', release)]);
    const values: readonly unknown[] = [
      'ghcr.io/**',
      { images: '**', keys: [release.pem] },
      7,
      ['ghcr.io/**'],
      [null],
      [[]],
      [{ keys: [release.pem] }],
      [{ images: ['nginx'], keys: [release.pem] }],
      [{ images: 'Nginx', keys: [release.pem] }],
      [{ images: '', keys: [release.pem] }],
    ];
    for (const value of values) {
      const judges = await choose([level('user', value), good], [ownRecord(release)]);
      assert.equal(judges.level, 'user', JSON.stringify(value));
      assert.notEqual(judges.rules[0]?.faults.length, 0, JSON.stringify(value));
      assert.deepEqual(fingerprints(judges), [[]]);
    }
  });

  it('breaks a rule with an unknown field or a bad key, and never drops it [S3]', async () => {
    const rules: readonly unknown[] = [
      { images: 'ghcr.io/acme/**', keys: [release.pem], identity: 'someone' },
      { images: 'ghcr.io/acme/**', keys: [release.pem], Keys: [] },
      { images: 'ghcr.io/acme/**' },
      { images: 'ghcr.io/acme/**', keys: [] },
      { images: 'ghcr.io/acme/**', keys: release.pem },
      { images: 'ghcr.io/acme/**', keys: [release.pem], sameName: 'true' },
      { images: 'ghcr.io/acme/**', keys: [release.pem], sameName: null },
      { images: 'ghcr.io/acme/**', keys: [release.pem, ''] },
      { images: 'ghcr.io/acme/**', keys: [release.pem, null] },
      { images: 'ghcr.io/acme/**', keys: [release.pem, 'own:'] },
      { images: 'ghcr.io/acme/**', keys: [release.pem, `own:${otherPrint}`] },
      { images: 'ghcr.io/acme/**', keys: [release.pem, '/keys/absent.pub'] },
      { images: 'ghcr.io/acme/**', keys: [`${release.pem}${other.pem}`] },
      { images: 'ghcr.io/acme/**', keys: ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'] },
    ];
    for (const broken of rules) {
      const judges = await choose([level('user', [broken])], [ownRecord(release)]);
      const [first] = judges.rules;
      assert.equal(judges.level, 'user', JSON.stringify(broken));
      assert.equal(first?.images, 'ghcr.io/acme/**');
      assert.notEqual(first.faults.length, 0, JSON.stringify(broken));
      assert.deepEqual(first.keys, []);
      // It covers what its pattern names, and nothing else.
      assert.equal((await choose([level('user', [broken])], [], 'nginx')).level, 'own-keys');
    }
  });

  it('cannot be made to try more than a hundred keys [S40]', async () => {
    const asked: string[] = [];
    const readKeyFile: ReadKeyFile = (_level, path) => {
      asked.push(path);
      return Promise.resolve({ text: release.pem, realPath: path });
    };
    const rules = (count: number): unknown =>
      Array.from({ length: count }, (_, index) => ({ images: '**', keys: [`${index}.pub`] }));
    const fine = await choose([level('folder', rules(100))], [], 'nginx', readKeyFile);
    assert.ok(fine.rules.every(({ faults }) => faults.length === 0));
    asked.length = 0;
    const tooMany = await choose([level('folder', rules(101))], [], 'nginx', readKeyFile);
    assert.ok(tooMany.rules.every(({ keys, faults }) => keys.length === 0 && faults.length > 0));
    assert.deepEqual(asked, []);
  });

  it('takes no setting, null and an empty list for no rules', async () => {
    for (const value of [undefined, null, []]) {
      assert.equal((await choose([level('user', value)])).level, 'own-keys');
    }
  });

  it('reads no key file once it is cancelled', async () => {
    const abort = new AbortController();
    const levels = [level('user', [{ images: '**', keys: ['/keys/release.pub'] }])];
    const readKeyFile: ReadKeyFile = () => {
      abort.abort();
      return Promise.reject(new Error('aborted'));
    };
    await assert.rejects(
      chooseJudges(levels, [], parseRepository('nginx'), readKeyFile, abort.signal),
      (error: unknown) => error instanceof Error && 'code' in error && error.code === 'cancelled',
    );
  });
});
