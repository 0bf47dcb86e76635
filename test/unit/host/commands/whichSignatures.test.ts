// One of many signatures is chosen by its line: what tells it from the others stands there, whoever made them.
import assert from 'node:assert/strict';
import type { RemovableSignature, RemoveList } from '../../../../src/engine/removePlan.ts';
import type { SignatureClaims } from '../../../../src/engine/verdict.ts';
import '../../../support/plainVscode.ts';

const { singleItems } = await import('../../../../src/host/commands/whichSignatures.ts');

const payload = (letter: string): `sha256:${string}` => `sha256:${letter.repeat(64)}`;

function byStranger(
  index: number,
  of: string,
  signature: string,
  annotations: SignatureClaims['annotations'] = [],
): RemovableSignature {
  const claimed = {
    index,
    claims: { dockerReference: 'ghcr.io/acme/app', annotations },
    descriptor: { digest: payload(of), annotations: { 'dev.cosignproject.cosign/signature': signature } },
  };
  return { claimed, signer: undefined, chosen: false } as unknown as RemovableSignature;
}

function detailsOf(...signatures: readonly RemovableSignature[]): readonly string[] {
  const list = { repository: 'ghcr.io/acme/app', tag: `sha256-${'a'.repeat(64)}.sig`, signatures };
  return singleItems([list as unknown as RemoveList]).map(({ detail = '' }) => detail);
}

const place = 'ghcr.io/acme/app:sha256-aaaaaaaaaaaa….sig';

describe('lines of signatures to choose one from', () => {
  it('tell payload and annotations of each', () => {
    assert.deepEqual(
      detailsOf(byStranger(0, 'b', 'MEUCIQDx=='), byStranger(1, 'c', 'MEUCIQDy==', [['env', 'prod']])),
      [`payload sha256:bbbbbbbbbbbb… · ${place}`, `payload sha256:cccccccccccc… · env=prod · ${place}`],
    );
  });

  it('tell the end of the signature where two are over the same payload', () => {
    assert.deepEqual(
      detailsOf(
        byStranger(0, 'b', 'MEUCIQDaaaafirst123=='),
        byStranger(1, 'b', 'MEUCIQDaaaasecond12='),
        byStranger(2, 'c', 'MEUCIQD'),
      ),
      [
        `payload sha256:bbbbbbbbbbbb… · signature …first123 · ${place}`,
        `payload sha256:bbbbbbbbbbbb… · signature …second12 · ${place}`,
        `payload sha256:cccccccccccc… · ${place}`,
      ],
    );
  });

  it('let no annotation push the others out, nor stand in front of what has one form', () => {
    const many = Array.from({ length: 9 }, (_, at) => [`name${at}`, 'x'.repeat(500)] as const);
    const [detail = ''] = detailsOf(byStranger(0, 'b', 'MEUCIQDx', many));
    assert.match(detail, /^payload sha256:b{12}… · name0=x+… · .*name2=x+… · … · ghcr\.io/);
    assert.ok(detail.length < 200, `${detail.length} characters`);
  });

  it('count the place in the list where two read alike', () => {
    const twice = byStranger(0, 'b', 'MEUCIQDx');
    const list = { repository: 'r', tag: 't', signatures: [twice, byStranger(1, 'b', 'MEUCIQDx')] };
    const items = singleItems([list as unknown as RemoveList]);
    assert.deepEqual(
      items.map(({ label }) => label),
      ['Signature 1', 'Signature 2'],
    );
  });
});
