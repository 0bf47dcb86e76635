// Every image that real cosign left in the recorded registries, with its verdict written down: by cosign 1.13,
// 2.6 and 3.1, in every way that they know. Bundles and certificates cannot be judged by this version, which says so.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import type { SignatureSettings } from '../../src/engine/plan.ts';
import { parseAttachedTag } from '../../src/engine/signatures/tags.ts';
import type { VerdictReason, VerifyReport } from '../../src/engine/verdict.ts';
import { type GoldenRegistry, goldenMissing, goldenRegistries } from '../support/golden.ts';
import { serveGolden } from '../support/goldenServer.ts';
import { noSettings, noSignal, verifyRequest } from '../support/scene.ts';
import { goldenVerdicts } from './goldenVerdicts.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

describe('An image that real cosign signed', () => {
  const registries = goldenRegistries();
  if (registries.length === 0) {
    it('is read, judged and explained', function () {
      skipTest(this, goldenMissing);
    });
  }
  for (const golden of registries) {
    const name = golden.name || 'cosign 3.1.1';

    it(`is read, judged and explained: every one of them (${name})`, async () => {
      const served = await serve(golden);
      try {
        const judged: Record<string, string> = {};
        for (const image of imagesIn(golden)) judged[image] = inWords(await served.verify(image));
        const expected = (goldenVerdicts[golden.name] ?? []).flatMap(({ verdict, found, images }) =>
          images.split(' ').map((image) => [image, `${verdict}; ${found}`] as const),
        );
        assert.deepEqual(judged, Object.fromEntries(expected));
      } finally {
        await served.stop();
      }
    });
  }

  it('into a signature repository is found by whoever has that setting, of every generation', async function () {
    const golden = registries.find((one) => one.name === 'generations');
    if (golden === undefined) {
      skipTest(this, goldenMissing);
      return;
    }
    const served = await serve(golden);
    try {
      for (const generation of ['v1', 'v2', 'v3']) {
        for (const [image, place] of [
          ['repo/demo:t', 'all-signatures'],
          ['repo/demo2:t', 'my-new-repo/demo2'],
        ] as const) {
          const report = await served.verify(`${generation}/${image}`, `${generation}/${place}`);
          assert.equal(inWords(report), 'verified; signature valid');
        }
      }
    } finally {
      await served.stop();
    }
  });
});

interface Served {
  /** Trusts every recorded key for every image. */
  verify(image: string, signatureRepository?: string): Promise<VerifyReport>;
  stop(): Promise<void>;
}

async function serve(golden: GoldenRegistry): Promise<Served> {
  const registry = await serveGolden(golden);
  const engine = createEngine(createTestWorld());
  const keys = Object.entries(golden.keys).flatMap(([file, pem]) => (file.endsWith('.pub') ? [pem] : []));
  const level = { level: 'user', source: 'user settings', value: [{ images: '**', keys }] } as const;
  return {
    verify: (image, place) => {
      const settings = place === undefined ? noSettings : sharedAt(`${registry.address}/${place}`);
      const request = verifyRequest(`${registry.address}/${image}`, {}, { settings });
      return engine.verify({ ...request, trust: { ...request.trust, levels: [level] } }, noSignal);
    },
    stop: async () => {
      engine.dispose();
      await registry.stop();
    },
  };
}

function sharedAt(value: string): SignatureSettings {
  const origin = { kind: 'user', name: '' } as const;
  return { ...noSettings, signatureRepository: { value, origin }, layout: { value: 'shared', origin } };
}

/** What cosign keeps beside images is no image. */
function imagesIn({ repositories }: GoldenRegistry): readonly string[] {
  return Object.entries(repositories).flatMap(([name, { tags }]) =>
    Object.keys(tags)
      .filter((tag) => parseAttachedTag(tag) === undefined)
      .map((tag) => `${name}:${tag}`),
  );
}

const formats = {
  'simple-signing': 'signature',
  bundle: 'bundle',
  attestation: 'attestation',
  other: 'other',
};

function inWords({ verdict, signatures, reasons, platforms }: VerifyReport): string {
  const found = signatures.map(({ format, status }) => `${formats[format]} ${status}`).join(', ');
  const [first] = reasons;
  const covered = platforms?.images.map(({ coverage }) => coverage).join(', ');
  return [
    verdict,
    found === '' ? 'nothing there' : found,
    ...(first === undefined ? [] : [`for ${reasonInWords(first)}`]),
    ...(covered === undefined ? [] : [`images: ${covered}`]),
  ].join('; ');
}

function reasonInWords(reason: VerdictReason): string {
  return reason.kind === 'check-failed' ? `${reason.kind} ${reason.check}` : reason.kind;
}
