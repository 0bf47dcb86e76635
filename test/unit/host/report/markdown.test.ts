// The report document: every verdict, and one hostile string in every foreign field (S13 to S17, S22, N3).
import assert from 'node:assert/strict';
import '../../../support/plainVscode.ts';
import type { SignatureScheme } from '../../../../src/engine/signatureScheme.ts';
import { hostile } from '../../../support/hostile.ts';
import { partlySatisfied, reportOf, signature, sigPlace } from '../../../support/reports.ts';

const { reportMarkdown } = await import('../../../../src/host/report/markdown.ts');

describe('report document', () => {
  it('begins with the verdict and names signer, rule, level and settings file [S1] [S18]', () => {
    const text = reportMarkdown(reportOf('verified'));
    assert.match(text, /^# Verified\n\nSigned by ` release \(0123456789ab\) `, as every rule/);
    assert.match(
      text,
      /- The rules of user settings: ` your user settings `\n- Rule ` ghcr\.io\/acme\/\*\* `: satisfied by ` release/,
    );
    assert.match(text, /- Digest: ` sha256:a{64} `/);
    assert.match(text, /- Tag: ` 1\.0 ` pointed here at 2026-11-21 20:00:00 UTC/);
  });

  it('names the folder whose settings applied, where that matters [S11]', () => {
    assert.doesNotMatch(reportMarkdown(reportOf('unsigned')), /settings of folder/);
    const text = reportMarkdown({ ...reportOf('unsigned'), folder: '[x](y)' });
    assert.match(text, /- The settings of folder ` \[x\]\(y\) ` applied\./);
  });

  it('says that no rule names the image where own keys judged [S6] [U1]', () => {
    const report = reportOf('verified');
    const judges = { ...report.judges, level: 'own-keys' as const, source: '' };
    const text = reportMarkdown({ ...report, judges });
    assert.match(text, /Signed by your own key ` release \(0123456789ab\) `; no rule names this image\./);
    assert.match(text, /- No rule names this image, so your own keys count\./);
  });

  it('says at the top what of a workspace without trust was not used, whoever judged [N2]', () => {
    const report = { ...reportOf('unsigned'), leftOut: ['trustedSigners', 'signatureRepository'] as const };
    const words = 'This workspace is not trusted: its rules and its signature repository were not used.';
    assert.ok(reportMarkdown(report).includes(`\n\n${words}\n\n`));
    const judges = { ...report.judges, level: 'own-keys' as const, source: '' };
    const text = reportMarkdown({ ...report, judges });
    assert.match(text, /- No rule of yours names this image, so your own keys count\./);
    assert.doesNotMatch(text, /No rule names/);
  });

  it('puts the failed check of a trusted signer before every other finding [S14]', () => {
    const text = reportMarkdown(reportOf('rejected'));
    assert.match(text, /## Findings\n\n- Signature 1 in the signature tag .* a check fails: signed digest\./);
    assert.match(text, /- \*\*failed\*\*: signed digest; expected ` sha256:a{64} `, found ` sha256:b{64} `/);
  });

  it('says of a signature what cosign would make of it, and with which flag [U2]', () => {
    const textOf = (algorithm: string, scheme: SignatureScheme): string => {
      const judged = signature('valid', { madeWith: { algorithm, scheme } });
      return reportMarkdown({ ...reportOf('verified'), signatures: [judged] });
    };
    const plain = textOf('ecdsa-p256', 'ecdsa-sha256');
    assert.doesNotMatch(plain, /Algorithm|cosign verifies|does not verify/);
    const p384 = textOf('ecdsa-p384', 'ecdsa-sha384');
    assert.match(p384, /- Algorithm: ` ECDSA P-384 `/);
    assert.match(
      p384,
      /Signed with ECDSA SHA-384: cosign verifies this only with `--signature-digest-algorithm sha384`\./,
    );
    assert.doesNotMatch(textOf('ecdsa-p521', 'ecdsa-sha256'), /Signed with/);
    const never = /cosign does not verify this with a key, whatever its flags\./;
    assert.match(textOf('ed25519', 'ed25519ph'), never);
    assert.match(textOf('rsa-2048', 'rsa-pss-sha256'), never);
    assert.doesNotMatch(textOf('ed25519', 'ed25519'), never);
  });

  it('says why nothing could be checked, and of which place', () => {
    const text = reportMarkdown(reportOf('could-not-check'));
    assert.match(text, /^# Could not check\n/);
    assert.match(text, /- The signature tag ` ghcr\.io\/acme\/app:sha256-a{64}\.sig ` could not be read: /);
  });

  it('names a rule whose pattern cannot be read once, by its position [S3]', () => {
    const broken = { position: 9, faults: [{ code: 'no-images' }] } as const;
    const report = reportOf('could-not-check');
    const text = reportMarkdown({
      ...report,
      reasons: [{ kind: 'broken-rule', images: '', broken }],
      judges: { ...report.judges, rules: [{ images: '', satisfiedBy: [], broken }] },
    });
    assert.equal(text.match(/- Rule 9 is broken: ` The rule must name its images/g)?.length, 2);
    assert.doesNotMatch(text, /rule for|Rule `/);
  });

  it('names nobody in an untrusted signature and calls its payload claims [S13] [S15]', () => {
    const text = reportMarkdown(reportOf('untrusted'));
    assert.match(text, /^# Signed, by no one you trust\n/);
    assert.match(text, /\*\*Proven identity\*\*\n\n- None: no key at hand verifies it\./);
    assert.match(text, /\*\*Claims: what the payload says, unproven\*\*/);
  });

  it('does not say of what was not judged that keys were tried on it [S13]', () => {
    const bundle = signature('not-judged', { format: 'bundle', claims: undefined });
    const text = reportMarkdown({ ...reportOf('could-not-check'), signatures: [bundle] });
    assert.match(text, /\*\*Proven identity\*\*\n\n- None: no key was tried on it\./);
    assert.doesNotMatch(text, /no key at hand/);
  });

  it('says which rule is not satisfied where another one is, and no word of nobody [S3] [S13]', () => {
    const text = reportMarkdown(partlySatisfied());
    const signed = 'Signed by ` release \\(0123456789ab\\) `, but that is not enough\\.';
    const rule = 'No valid signature satisfies the rule for ` ghcr\\.io/\\*\\* `\\.';
    assert.match(text, new RegExp(`^# Signed, but not as every rule asks\n\n${signed} ${rule}\n`));
    assert.doesNotMatch(text, /no one|none of a signer|no rule that judges/);
  });

  it('says with which credential none was found, on which machine [S17]', () => {
    const text = reportMarkdown(reportOf('unsigned'));
    assert.match(text, /^# Not signed\n/);
    assert.match(text, /\(beside the image\): none — looked with ` anonymous ` on ` this computer `/);
    assert.match(text, /## Signatures\n\nNone was found\./);
  });

  it('shows a differing name as a finding that fails nothing [S16]', () => {
    const differs = {
      check: 'docker-reference',
      outcome: 'note',
      expected: 'a.example/b',
      found: 'c.example/d',
    } as const;
    const text = reportMarkdown({
      ...reportOf('verified'),
      signatures: [signature('valid', { checks: [differs] })],
    });
    assert.match(
      text,
      /- differs: name it was signed under; here ` a\.example\/b `, there ` c\.example\/d `/,
    );
  });

  it('keeps signed fields, unsigned fields and proven identity in separate blocks [S15]', () => {
    const claims = {
      digest: 'd',
      dockerReference: 'r',
      type: 't',
      annotations: [['Issuer', 'signed words']],
    } as const;
    const descriptor = {
      mediaType: 'm',
      size: 1,
      digest: `sha256:${'c'.repeat(64)}`,
      annotations: { Subject: 'unsigned words' },
    } as const;
    const text = reportMarkdown({
      ...reportOf('verified'),
      signatures: [signature('valid', { claims, descriptor })],
    });
    const [, proven = '', signed = '', unsigned = ''] =
      /\*\*Proven identity\*\*([^]*)\*\*Signed: what the signer says\*\*([^]*)\*\*Not signed by anybody\*\*([^]*)/.exec(
        text,
      ) ?? [];
    assert.doesNotMatch(proven, /Issuer|Subject/);
    assert.match(signed, /- Annotation ` Issuer `: ` signed words `/);
    assert.match(unsigned, /- Annotation ` Subject `: ` unsigned words `/);
    assert.doesNotMatch(unsigned, /Issuer/);
  });

  it('shows a hostile string in every foreign field as inline code on one line [S22] [N3]', () => {
    const claims = {
      digest: hostile,
      dockerReference: hostile,
      type: hostile,
      annotations: [[hostile, hostile]],
    } as const;
    const descriptor = {
      mediaType: hostile,
      size: 1,
      digest: `sha256:${'c'.repeat(64)}`,
      annotations: { [hostile]: hostile },
    } as const;
    const failed = { check: 'annotations', outcome: 'failed', expected: hostile, found: hostile } as const;
    const signer = { fingerprint: 'f'.repeat(64), label: hostile };
    const place = { ...sigPlace, repository: hostile, target: hostile };
    const failure = { code: 'internal', details: { what: hostile } } as const;
    const problem = { code: 'payload-not-readable', failure } as const;
    const broken = {
      position: undefined,
      faults: [{ code: 'unsupported-key', algorithm: hostile }],
    } as const;
    const judged = {
      ...signature('rejected', { claims, descriptor, signer, checks: [failed] }),
      place,
      problem,
    };
    const reader = {
      credential: { kind: 'docker-config', detail: hostile, user: hostile },
      machine: hostile,
    } as const;
    const text = reportMarkdown({
      ...reportOf('untrusted'),
      tag: hostile,
      mediaType: hostile,
      reader,
      wantedAnnotations: [[hostile, hostile]],
      judges: {
        level: 'folder',
        source: hostile,
        rules: [
          { images: hostile, satisfiedBy: [signer] },
          { images: hostile, satisfiedBy: [], broken },
        ],
      },
      reasons: [
        { kind: 'broken-rule', images: hostile, broken },
        { kind: 'format-not-judged', place, mediaType: hostile },
        { kind: 'signature-not-readable', place, index: 0, problem },
        { kind: 'rule-not-satisfied', images: hostile },
        { kind: 'place-not-readable', place, failure },
      ],
      places: [{ place, outcome: 'none', reader, why: 'not-there' }],
      signatures: [judged],
      signatureRepository: { value: hostile, layout: 'shared', origin: { kind: 'folder', name: hostile } },
    });
    const bare = withoutInlineCode(text);
    assert.doesNotMatch(bare, /evil|Sign in|\$\(|command:|[<>\u0000-\u0009\u000b-\u001f\u200b\u202e]/);
    assert.match(text, /<U\+202E>/);
    for (const line of text.split('\n')) assert.match(line, /^(?:#{1,3} |- |\*\*[A-Z]|[A-Z“`]|$)/);
  });
});

/** What is left of Markdown once inline code is cut out as CommonMark does: a run of backticks ends at its equal. */
function withoutInlineCode(markdown: string): string {
  return markdown.replace(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
}
