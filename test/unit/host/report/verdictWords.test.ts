// What a verdict is called in messages and on nodes: honest about whom, by which rule, and why not (U12, S13).
import assert from 'node:assert/strict';
import type { Place, Verdict } from '../../../../src/engine/verdict.ts';
import '../../../support/plainVscode.ts';
import { partlySatisfied, reportOf, signature, sigPlace } from '../../../support/reports.ts';

const { reasonSentence, verdictIcon, verdictName, verdictTitle } =
  await import('../../../../src/host/report/verdictWords.ts');
const { verdictSentence } = await import('../../../../src/host/report/verdictSentence.ts');

const verdicts: readonly Verdict[] = ['verified', 'could-not-check', 'rejected', 'untrusted', 'unsigned'];

describe('words of a verdict', () => {
  it('give each verdict a name and an icon of its own [V13]', () => {
    assert.equal(new Set(verdicts.map(verdictName)).size, verdicts.length);
    assert.equal(new Set(verdicts.map(verdictIcon)).size, verdicts.length);
  });

  it('name signer, rule and level of a verified image [S1]', () => {
    assert.equal(
      verdictSentence(reportOf('verified')),
      'ghcr.io/acme/app:1.0 is verified by release (0123456789ab); rule ghcr.io/acme/** of user settings.',
    );
  });

  it('name the folder whose rules judged, where each has its own [S1] [S11]', () => {
    const source = '.vscode/settings.json of api';
    const verified = reportOf('verified');
    const signer = { fingerprint: 'f'.repeat(64), label: 'mine' };
    const untrusted = { ...reportOf('untrusted'), signatures: [signature('untrusted', { signer })] };
    for (const report of [verified, untrusted]) {
      const judges = { ...report.judges, level: 'folder' as const, source };
      assert.match(
        verdictSentence({ ...report, judges }),
        /of folder settings \(\.vscode\/settings\.json of api\)/,
      );
    }
  });

  it('name the folder whose settings applied where the rules of it are not named, once [S11]', () => {
    for (const verdict of verdicts) {
      const sentence = verdictSentence({ ...reportOf(verdict), folder: 'api' });
      assert.match(sentence, /\S\. The settings of folder api applied\.$/);
    }
    const { judges, ...report } = reportOf('verified');
    const source = '.vscode/settings.json of api';
    const named = verdictSentence({
      ...report,
      judges: { ...judges, level: 'folder', source },
      folder: 'api',
    });
    assert.doesNotMatch(named, /applied/);
  });

  it('say that no rule names an image that an own key verified [S6]', () => {
    const report = reportOf('verified');
    const sentence = verdictSentence({
      ...report,
      judges: { ...report.judges, level: 'own-keys', source: '' },
    });
    assert.match(
      sentence,
      /is verified by your own key release \(0123456789ab\); no rule names this image\.$/,
    );
  });

  it('say what of a workspace without trust was not used, where no rule of the person names the image [N2] [S1]', () => {
    const report = reportOf('verified');
    const own = { ...report, judges: { ...report.judges, level: 'own-keys' as const, source: '' } };
    assert.match(
      verdictSentence({ ...own, leftOut: ['trustedSigners'] }),
      /; no rule of yours names this image\. This workspace is not trusted: its rules were not used\.$/,
    );
    assert.match(
      verdictSentence({ ...own, leftOut: ['trustedSigners', 'signatureRepository'] }),
      / its rules and its signature repository were not used\.$/,
    );
    assert.match(
      verdictSentence({ ...own, leftOut: ['signatureRepository'] }),
      /; no rule names this image\. .* its signature repository was not used\.$/,
    );
    assert.doesNotMatch(verdictSentence({ ...report, leftOut: ['trustedSigners'] }), /trusted/);
  });

  it('name nobody for a signature that nobody is proven to have made [S13]', () => {
    assert.equal(
      verdictSentence(reportOf('untrusted')),
      'ghcr.io/acme/app:1.0 is signed, by no one you trust.',
    );
  });

  it('name an own key that signed where the rules name others [S13]', () => {
    const signer = { fingerprint: 'f'.repeat(64), label: 'mine' };
    const sentence = verdictSentence({
      ...reportOf('untrusted'),
      signatures: [signature('untrusted', { signer })],
    });
    assert.match(
      sentence,
      /is signed by mine \(ffffffffffff\); the rules of user settings for it name others\.$/,
    );
  });

  it('name who signed and the rule that is not satisfied, where another one is [S3] [S13]', () => {
    const report = partlySatisfied();
    assert.equal(
      verdictSentence(report),
      'ghcr.io/acme/app:1.0 is signed by release (0123456789ab), but that is not enough. ' +
        'No valid signature satisfies the rule for ghcr.io/**.',
    );
    assert.doesNotMatch(verdictTitle(report), /no one/);
    assert.equal(verdictTitle(reportOf('untrusted')), verdictName('untrusted'));
  });

  it('give the reason that kept an image from being checked, not a failed check beside it', () => {
    const [unreadable] = reportOf('could-not-check').reasons;
    const [failed] = reportOf('rejected').reasons;
    assert.ok(unreadable && failed);
    const sentence = verdictSentence({ ...reportOf('could-not-check'), reasons: [failed, unreadable] });
    assert.match(sentence, /could not be checked: The signature tag .* could not be read: /);
  });

  it('speak of the referrers as many, and of a tag as one', () => {
    const sentenceOf = (kind: Place['kind']): string => {
      const place = { ...sigPlace, kind };
      return reasonSentence({ kind: 'format-not-judged', place, mediaType: 'a/b' });
    };
    assert.match(sentenceOf('referrers-api'), /^The referrers of \S+ hold a signature in a format/);
    assert.match(sentenceOf('attestation-tag'), /^The attestation tag \S+ holds/);
    assert.match(sentenceOf('fallback-tag'), /^The referrers tag \S+ holds a signature in a format/);
  });

  it('say that another own key may have signed where not all could be listed [S13]', () => {
    const report = reportOf('could-not-check');
    assert.equal(
      verdictSentence({ ...report, reasons: [{ kind: 'own-keys-not-listed' }] }),
      'ghcr.io/acme/app:1.0 could not be checked: ' +
        'Not all of your own keys could be listed here, and one of the others may have signed it.',
    );
  });

  it('cut digests short in messages', () => {
    assert.doesNotMatch(verdictSentence(reportOf('rejected')), /[0-9a-f]{64}/);
    assert.match(verdictSentence(reportOf('rejected')), /sha256-a{12}…\.sig/);
  });
});
