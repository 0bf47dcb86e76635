// The verdict on every image of the recorded registries, by somebody who trusts all recorded keys and has no setting for a
// signature repository. Data of golden.test.ts; a row that changes is a verdict that changes for a person.
import type { Verdict } from '../../src/engine/verdict.ts';

export interface Row {
  readonly verdict: Verdict;
  /** What was found, each with its status; the first reason; what covers the images of an index. */
  readonly found: string;
  /** `repository:tag`, with blanks between. */
  readonly images: string;
}

/** By cosign 3.1.1: `a` and `b` are images, `multi` an index of both. */
const manyCases: readonly Row[] = [
  {
    verdict: 'verified',
    found: 'signature valid, bundle not-judged; for format-not-judged',
    images: 's/mix:a',
  },
  {
    verdict: 'verified',
    found: 'signature valid',
    images:
      'demo/app:a h/a:a k/tk:a key/ec384l:a key/ec521l:a key/edl:a key/rsa1l:a key/rsa8l:a m/ld:x s/byo:a s/k:a s/ok:a t/ann:a t/oci11:a t/rec:a t/rec:b t/repo:a t/ts:a t/ts2:a',
  },
  {
    verdict: 'verified',
    found: 'signature valid, attestation not-judged',
    images: 's/att:a',
  },
  {
    verdict: 'verified',
    found: 'signature valid, signature valid',
    images: 'demo/app:b demo/nb:b k/leg:a m/att:a m/two:a t/ident:a x/race:a',
  },
  {
    verdict: 'verified',
    found: 'signature valid; images: own-signature, own-signature',
    images: 't/rec:multi',
  },
  {
    verdict: 'verified',
    found: 'signature valid; images: through-index, through-index',
    images: 't/idx:multi',
  },
  {
    verdict: 'could-not-check',
    found: 'bundle not-judged; for format-not-judged',
    images:
      'b/key:a b/kl:a key/ec384n:a key/ec521n:a key/edn:a key/rsa1n:a key/rsa8n:a n/dock:a n/pre:a n/rec:a n/rec:b s/byon:a s/klb:a s/klc:a s/nb:a x/dst:a',
  },
  {
    verdict: 'could-not-check',
    found: 'bundle not-judged, bundle not-judged; for format-not-judged',
    images: 'n/key:a',
  },
  {
    verdict: 'could-not-check',
    found: 'bundle not-judged, bundle not-judged, bundle not-judged; for format-not-judged',
    images: 'h/b:a',
  },
  {
    verdict: 'could-not-check',
    found:
      'bundle not-judged, bundle not-judged, bundle not-judged, bundle not-judged; for format-not-judged',
    images: 'x/race2:a',
  },
  {
    verdict: 'could-not-check',
    found: 'bundle not-judged; for format-not-judged; images: could-not-check, could-not-check',
    images: 'n/rec:multi',
  },
  {
    verdict: 'could-not-check',
    found: 'signature not-judged; for format-not-judged',
    images: 'k/kl:a k/tsa:a s/kl:a s/klno:a',
  },
  {
    verdict: 'rejected',
    found: 'signature rejected; for check-failed subject-digest',
    images: 'm/wrong:b',
  },
  {
    verdict: 'unsigned',
    found: 'nothing there',
    images:
      'a/cyclonedx:b a/https:b a/leg:b a/nb:b a/sb:a a/sb:b a/slsaprovenance:b a/spdx:b a/txt:b a/vuln:b b/key:b b/kl:b demo/nb:a h/a:b h/b:b k/kl:b k/leg:b k/tk:b k/tsa:b key/ec384l:b key/ec384n:b key/ec521l:b key/ec521n:b key/edl:b key/edn:b key/rsa1l:b key/rsa1n:b key/rsa8l:b key/rsa8n:b m/att:b m/cp:a m/sv:a m/sv:b m/two:b m/wrong:a n/dock:b n/key:b n/pre:b n/repo:a n/repo:b s/att:b s/byo:b s/byon:b s/k:b s/kl:b s/klb:b s/klc:b s/klno:b s/mix:b s/nb:b s/ok:b s/un:a s/un:b t/ann:b t/ident:b t/idx:a t/idx:b t/noup:a t/noup:b t/oci11:b t/pre:a t/pre:b t/pre:v1-sha256-f892964ad3701e62c4d9e1a85f1e3691f86928c329b788e4c9ebbeab3884b7dc.sig t/repo:b t/ts:b t/ts2:b x/race:b x/race2:b x/src:a x/src:b',
  },
  {
    verdict: 'unsigned',
    found: 'attestation not-judged',
    images: 'a/cyclonedx:a a/https:a a/nb:a a/slsaprovenance:a a/spdx:a a/txt:a a/vuln:a',
  },
  {
    verdict: 'unsigned',
    found: 'attestation not-judged, attestation not-judged',
    images: 'a/leg:a',
  },
  {
    verdict: 'unsigned',
    found: 'nothing there; images: could-not-check, not-covered',
    images:
      'b/key:multi b/kl:multi h/b:multi k/kl:multi k/tsa:multi key/ec384n:multi key/ec521n:multi key/edn:multi key/rsa1n:multi key/rsa8n:multi n/dock:multi n/key:multi n/pre:multi s/byon:multi s/kl:multi s/klb:multi s/klc:multi s/klno:multi s/nb:multi x/race2:multi',
  },
  {
    verdict: 'unsigned',
    found: 'nothing there; images: not-covered, not-covered',
    images:
      'a/cyclonedx:multi a/https:multi a/leg:multi a/nb:multi a/sb:multi a/slsaprovenance:multi a/spdx:multi a/txt:multi a/vuln:multi m/sv:multi m/wrong:multi n/repo:multi s/un:multi t/noup:multi t/pre:multi x/src:multi',
  },
  {
    verdict: 'unsigned',
    found: 'nothing there; images: not-covered, own-signature',
    images: 'demo/nb:multi',
  },
  {
    verdict: 'unsigned',
    found: 'nothing there; images: own-signature, not-covered',
    images:
      'h/a:multi k/leg:multi k/tk:multi key/ec384l:multi key/ec521l:multi key/edl:multi key/rsa1l:multi key/rsa8l:multi m/att:multi m/two:multi s/att:multi s/byo:multi s/k:multi s/mix:multi s/ok:multi t/ann:multi t/ident:multi t/oci11:multi t/repo:multi t/ts:multi t/ts2:multi x/race:multi',
  },
  {
    verdict: 'unsigned',
    found: 'nothing there; images: own-signature, own-signature',
    images: 'demo/app:multi',
  },
];

/** By cosign 1.13.6, 2.6.5 and 3.1.3, the same things each. */
const generations: readonly Row[] = [
  {
    verdict: 'verified',
    found: 'signature valid',
    images:
      'v1/annotations:t v1/docker:t v1/ec384:t v1/ec521:t v1/ed:t v1/index:c-amd64 v1/index:c-arm64 v1/key:t v1/log:t v1/rsa:t v2/annotations:t v2/docker:t v2/ec384:t v2/ec521:t v2/ed:t v2/index:c-amd64 v2/index:c-arm64 v2/key:t v2/log:t v2/rsa:t v3/annotations:t v3/docker:t v3/ec384:t v3/ec521:t v3/ed:t v3/index:c-amd64 v3/index:c-arm64 v3/key:t v3/log:t v3/rsa:t',
  },
  {
    verdict: 'verified',
    found: 'signature valid, signature valid',
    images: 'v1/two:t v2/two:t v3/two:t',
  },
  {
    verdict: 'verified',
    found: 'signature valid; images: own-signature, own-signature',
    images: 'v1/index:t v2/index:t v3/index:t',
  },
  {
    verdict: 'could-not-check',
    found: 'attestation not-judged, bundle not-judged, bundle not-judged; for format-not-judged',
    images: 'v3/bundle-sc1:t',
  },
  {
    verdict: 'could-not-check',
    found: 'bundle not-judged; for format-not-judged',
    images: 'v2/bundle-sc1:t',
  },
  {
    verdict: 'could-not-check',
    found: 'bundle not-judged, attestation not-judged, bundle not-judged; for format-not-judged',
    images: 'v3/bundle-sc2:t',
  },
  {
    verdict: 'could-not-check',
    found: 'signature not-judged; for format-not-judged',
    images: 'v1/keyless:t v2/keyless:t v2/stamp:t v3/keyless:t v3/stamp:t',
  },
  {
    verdict: 'unsigned',
    found: 'nothing there',
    images:
      'v1/repo/demo:t v1/repo/demo2:t v1/sbom:t v2/repo/demo:t v2/repo/demo2:t v2/sbom:t v3/repo/demo:t v3/repo/demo2:t v3/sbom:t',
  },
  {
    verdict: 'unsigned',
    found: 'attestation not-judged',
    images: 'v1/attest:t v2/attest:t v3/attest:t',
  },
];

/** By the name of the recorded registry. */
export const goldenVerdicts: Readonly<Record<string, readonly Row[]>> = { '': manyCases, generations };
