// Judging one signature: its status, its signer, and the order of its checks. What each check refuses is in test/forged.
import assert from 'node:assert/strict';
import { decideVerdict } from '../../../src/engine/checks/decideVerdict.ts';
import { judgeSignature } from '../../../src/engine/checks/judge.ts';
import type { JudgedSignature } from '../../../src/engine/verdict.ts';
import { judgesOf, place, signaturesIn } from '../../support/judged.ts';
import { context, goodPayload, makeKey, otherSubject, signed } from '../../support/signed.ts';

const release = makeKey('release');
const second = makeKey();
const mine = makeKey('mine');

describe('Judging a signature', () => {
  it('finds it valid and names the signer when a trusted key made it', () => {
    const judged = judgeSignature(signed(second, goodPayload()), context([release, second]));
    assert.equal(judged.status, 'valid');
    assert.deepEqual(judged.signer, { fingerprint: second.trusted.publicKey.fingerprint, label: '' });
    assert.deepEqual(judged.madeWith, { algorithm: 'ecdsa-p256', scheme: 'ecdsa-sha256' });
    assert.equal(judged.problem, undefined);
    assert.deepEqual(
      judged.checks.map(({ check, outcome }) => [check, outcome]),
      [
        ['format', 'passed'],
        ['signature', 'passed'],
        ['payload-type', 'passed'],
        ['subject-digest', 'passed'],
        ['docker-reference', 'passed'],
      ],
    );
  });

  it('runs the annotations check last, and only when annotations were asked for', () => {
    const asked = context([release], { wantedAnnotations: [['a', '1']] });
    const judged = judgeSignature(signed(release, goodPayload([['a', '1']])), asked);
    assert.equal(judged.checks.at(-1)?.check, 'annotations');
    assert.equal(judged.status, 'valid');
  });

  it('tries the keys of every rule that judges', () => {
    const judges = judgesOf([release.trusted], [second.trusted]);
    for (const key of [release, second]) {
      assert.equal(judgeSignature(signed(key, goodPayload()), context([], { judges })).status, 'valid');
    }
  });

  it('rejects what a trusted key signed and names that signer, all failed checks shown [S14]', () => {
    const asked = context([release], { wantedAnnotations: [['a', '1']] });
    const judged = judgeSignature(signed(release, goodPayload([], otherSubject)), asked);
    assert.equal(judged.status, 'rejected');
    assert.equal(judged.signer?.label, 'release');
    assert.deepEqual(
      judged.checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check),
      ['subject-digest', 'annotations'],
    );
  });

  it('names an own key as the signer without trusting it where the rules name others [S6]', () => {
    const judges = { ...judgesOf([release.trusted]), ownKeys: [mine.trusted] };
    const judged = judgeSignature(signed(mine, goodPayload()), context([], { judges }));
    assert.equal(judged.status, 'untrusted');
    assert.deepEqual(judged.signer, { fingerprint: mine.trusted.publicKey.fingerprint, label: 'mine' });
    const check = judged.checks.find((result) => result.check === 'signature');
    assert.equal(check?.outcome, 'failed');
    assert.equal(check.found, mine.trusted.publicKey.fingerprint);
  });

  it('never calls it rejected when no trusted key made it, whatever else is wrong [S13]', () => {
    const judged = judgeSignature(signed(second, goodPayload([], otherSubject)), context([release]));
    assert.equal(judged.status, 'untrusted');
    assert.equal(judged.signer, undefined);
  });

  it('is believed nothing: hints of the unsigned descriptor change neither status nor signer [S13]', () => {
    const found = signed(second, goodPayload());
    const annotations = {
      'dev.sigstore.cosign/certificate': release.pem,
      keyid: release.trusted.publicKey.fingerprint,
      Issuer: 'release',
    };
    const hinted = { ...found, descriptor: { ...found.descriptor, annotations } };
    const judged = judgeSignature(hinted, context([release]));
    assert.equal(judged.status, 'untrusted');
    assert.equal(judged.signer, undefined);
  });

  it('does not judge a signature whose signer is in a certificate, and names nobody; a trusted key needs none [S13]', () => {
    const withCertificate = (key: typeof release): JudgedSignature => {
      const found = signed(key, goodPayload());
      const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
      const annotations = { 'dev.sigstore.cosign/certificate': pem };
      return judgeSignature(
        { ...found, descriptor: { ...found.descriptor, annotations } },
        context([release]),
      );
    };
    const foreign = withCertificate(second);
    assert.equal(foreign.status, 'not-judged');
    assert.equal(foreign.signer, undefined);
    assert.equal(withCertificate(release).status, 'valid');
    const places = [signaturesIn(place(), 1)];
    const decision = decideVerdict({ judges: judgesOf([release.trusted]), places, judged: [foreign] });
    assert.equal(decision.verdict, 'could-not-check');
    assert.deepEqual(decision.reasons[0], {
      kind: 'format-not-judged',
      place: place(),
      mediaType: 'dev.sigstore.cosign/certificate',
    });
  });

  it('accepts nothing when no rule and no own key is there', () => {
    assert.equal(judgeSignature(signed(release, goodPayload()), context([])).status, 'untrusted');
  });

  it('does not judge a bundle, an attestation or a foreign artifact', () => {
    for (const format of ['bundle', 'attestation'] as const) {
      const judged = judgeSignature(signed(release, goodPayload(), { format }), context([release]));
      assert.equal(judged.status, 'not-judged', format);
      assert.deepEqual(judged.checks, []);
    }
    const foreign = signed(release, goodPayload(), { format: 'other', payload: undefined });
    assert.equal(judgeSignature(foreign, context([release])).status, 'not-judged');
  });

  it('does not judge what could not be fetched, and says why', () => {
    const failure = {
      code: 'timed-out',
      details: { host: 'ghcr.io', seconds: 30, phase: 'answer' },
    } as const;
    const problem = { code: 'payload-not-readable', failure } as const;
    const found = signed(release, goodPayload(), { payload: undefined, problem });
    const judged = judgeSignature(found, context([release]));
    assert.equal(judged.status, 'not-judged');
    assert.deepEqual(judged.problem, problem);
  });

  it('takes a payload that nobody put a signature to for signed by no one you trust', () => {
    const problem = { code: 'no-signature' } as const;
    const found = signed(release, goodPayload(), { signature: undefined, problem });
    const judged = judgeSignature(found, context([release]));
    assert.equal(judged.status, 'untrusted');
    assert.deepEqual(judged.problem, problem);
    assert.equal(judged.claims?.type, 'cosign container image signature');
  });

  it('keeps place, position and descriptor as they were found', () => {
    const found = signed(release, goodPayload(), {
      index: 7,
      place: place({ repository: 'ghcr.io/acme/sigs' }),
    });
    const judged = judgeSignature(found, context([release]));
    assert.deepEqual([judged.index, judged.place, judged.descriptor], [7, found.place, found.descriptor]);
  });
});
