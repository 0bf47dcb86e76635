// Every signature under a `.sig` tag that real cosign wrote, judged against the image that the tag names: what cosign
// signs with a key, of whatever kind, is valid here, what others signed is untrusted, and nothing is anything else.
import assert from 'node:assert/strict';
import { judgeSignature } from '../../../src/engine/checks/judge.ts';
import { parsePublicKey } from '../../../src/engine/keys/publicKey.ts';
import { parseRepository } from '../../../src/engine/oci/reference.ts';
import { readSignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import { parseAttachedTag } from '../../../src/engine/signatures/tags.ts';
import type { TrustedKey } from '../../../src/engine/trustedSigners/trustedKey.ts';
import type { JudgedSignature } from '../../../src/engine/verdict.ts';
import { goldenMissing, goldenRegistries } from '../../support/golden.ts';
import type { GoldenRegistry } from '../../support/golden.ts';
import { judgesOf, place } from '../../support/judged.ts';
import { makeKey } from '../../support/signed.ts';
import { skipTest } from '../../support/skip.ts';

/** Signed without a key: the certificate holds it. */
const otherSigners = /^(k\/kl|k\/tsa|s\/kl|s\/klno|v[123]\/(keyless|stamp)) /;

/** Signed with a key that a certificate holds too: whoever trusts the key needs no certificate. */
const keyInCertificate = ['s/byo 0'];

/** A good signature of one image that was attached to another. */
const attachedElsewhere = ['m/wrong 0'];

/** Signed under another name: copied, loaded, another registry, or a name that was given by hand. */
const otherNames = /^(h\/a|m\/ld|m\/wrong|sigs\/all|t\/ident|v[123]\/(all-signatures|my-new-repo\/demo2)) /;

/** Where the recorded registries listened. */
const hosts: Readonly<Record<string, string>> = { '': '127.0.0.1:15931', generations: '127.0.0.1:15932' };

interface Row {
  readonly where: string;
  readonly judged: JudgedSignature;
}

function keysOf(registry: GoldenRegistry): readonly TrustedKey[] {
  return Object.entries(registry.keys).flatMap(([file, pem]) =>
    file.endsWith('.pub') ? [{ publicKey: parsePublicKey(pem, file), label: file, file: '' }] : [],
  );
}

function judgeAll(registry: GoldenRegistry, keys: readonly TrustedKey[]): readonly Row[] {
  const rows: Row[] = [];
  for (const [name, { tags, manifests }] of Object.entries(registry.repositories)) {
    for (const [tag, manifest] of Object.entries(tags)) {
      const attached = parseAttachedTag(tag);
      if (attached?.kind !== 'signature') continue;
      const image = readSignatureImage(registry.blob(manifest), manifests[manifest] ?? '', tag);
      for (const { index, descriptor, signature } of image.signatures) {
        const found = {
          place: place({ repository: name, target: tag }),
          index,
          format: 'simple-signing' as const,
          descriptor,
          payload: registry.blob(descriptor.digest),
          signature,
          problem: undefined,
        };
        const context = {
          judges: judgesOf(keys),
          repository: parseRepository(`${hosts[registry.name] ?? ''}/${name}`),
          subject: attached.digest,
          wantedAnnotations: [],
        };
        rows.push({ where: `${name} ${index}`, judged: judgeSignature(found, context) });
      }
    }
  }
  return rows;
}

function expected(where: string): JudgedSignature['status'] {
  if (otherSigners.test(where)) return 'not-judged';
  return attachedElsewhere.includes(where) ? 'rejected' : 'valid';
}

describe('What real cosign signed', () => {
  const registries = goldenRegistries();
  if (registries.length === 0) {
    it('is judged', function () {
      skipTest(this, goldenMissing);
    });
  }
  for (const registry of registries) {
    const name = registry.name || 'cosign 3.1.1';

    it(`is valid with its key, not judged with a certificate, rejected beside another image (${name})`, () => {
      const rows = judgeAll(registry, keysOf(registry));
      assert.ok(rows.length >= 40);
      assert.deepEqual(
        rows.map(({ where, judged }) => [where, judged.status]),
        rows.map(({ where }) => [where, expected(where)]),
      );
    });

    it(`passes every check but the named ones (${name})`, () => {
      for (const { where, judged } of judgeAll(registry, keysOf(registry))) {
        const others = judged.checks.filter(({ outcome }) => outcome !== 'passed').map(({ check }) => check);
        const known = [
          ...(attachedElsewhere.includes(where) ? ['subject-digest'] : []),
          ...(otherNames.test(where) ? ['docker-reference'] : []),
        ];
        assert.deepEqual(others, known, where);
      }
    });

    it(`is trusted by no key that did not sign (${name}) [S13]`, () => {
      const stranger = makeKey();
      for (const { where, judged } of judgeAll(registry, [stranger.trusted])) {
        const isCertified = otherSigners.test(where) || keyInCertificate.includes(where);
        assert.equal(judged.status, isCertified ? 'not-judged' : 'untrusted', where);
        assert.equal(judged.signer, undefined, where);
      }
    });
  }
});
