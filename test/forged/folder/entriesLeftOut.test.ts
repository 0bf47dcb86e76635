// A folder whose index lists what nobody here can read: the images beside it are judged, and what may have been a signature
// is never passed over (S17, S39).
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { EngineApi } from '../../../src/engine/api.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { attestationTag, signatureTag } from '../../../src/engine/signatures/tags.ts';
import type { PlaceKind, VerifyReport } from '../../../src/engine/verdict.ts';
import { describe as descriptor, json } from '../../demo/images.ts';
import { config, image, indexText, parts } from '../../support/layouts.ts';
import { blobFile, isBadLayout, useFolders, writeLayout } from '../../support/saved.ts';
import { noSignal, verifyRequest } from '../../support/scene.ts';
import { createTestWorld } from '../../support/world.ts';

const good = descriptor(ociManifest, image);
const other = json({ schemaVersion: 2, mediaType: ociIndex, manifests: [] });
const sha512 = { ...good, digest: `sha512:${'a'.repeat(128)}` };
const gone = descriptor(ociManifest, json({ gone: true }));
const refName = 'org.opencontainers.image.ref.name';
const named = (annotations: Readonly<Record<string, unknown>>) => ({ annotations });
const image1 = named({ kind: 'dev.cosignproject.cosign/image' });

describe('a folder with entries that cannot be read', () => {
  const folders = useFolders();
  let engine: EngineApi;
  beforeEach(() => {
    engine = createEngine(createTestWorld({ fetch: () => Promise.reject(new Error('no network')) }));
  });
  afterEach(() => engine.dispose());

  let count = 0;
  function folderWith(
    entries: readonly unknown[],
    change: (folder: string) => void = () => undefined,
  ): string {
    count += 1;
    const folder = folders.path(String(count));
    writeLayout(folder, indexText(entries), [...parts, other]);
    change(folder);
    return folder;
  }

  function verify(folder: string): Promise<VerifyReport> {
    const request = verifyRequest(`ghcr.io/acme/app@${digestOf(image)}`, {});
    return engine.verify({ ...request, savedIn: folder }, noSignal);
  }

  async function unreadPlaces(entries: readonly unknown[]): Promise<readonly PlaceKind[]> {
    const { places } = await verify(folderWith(entries));
    return places.flatMap(({ place, outcome }) => (outcome === 'could-not-read' ? [place.kind] : []));
  }

  const isNamed = named({ [refName]: 'v2' });
  const unusable: readonly (readonly [what: string, entry: unknown])[] = [
    ['a digest of another algorithm', { ...sha512, ...isNamed }],
    ['no text for a name', { ...good, digest: gone.digest, ...named({ [refName]: 'v2', more: 1 }) }],
    ['a blob that is not there', { ...gone, ...isNamed }],
    ['another size than its blob', { ...descriptor(ociIndex, other), size: 1, ...isNamed }],
    ['another type than its blob', { ...descriptor(ociIndex, other), mediaType: ociManifest }],
    [
      'a type that nobody knows',
      { ...descriptor(ociIndex, config), mediaType: 'application/vnd.example+json' },
    ],
  ];
  for (const [what, entry] of unusable) {
    it(`leaves out one with ${what}, says so, and judges the image beside it [S39]`, async () => {
      const folder = folderWith([entry, good]);
      const { images, leftOut } = await engine.readSavedImages(folder, noSignal);
      assert.deepEqual([images.map(({ digest }) => digest), leftOut], [[digestOf(image)], 1]);
      const report = await verify(folder);
      assert.deepEqual([report.verdict, report.savedLeftOut], ['unsigned', 1]);
      const alone = engine.readSavedImages(folderWith([entry]), noSignal);
      await assert.rejects(alone, (error) => isEngineError(error, 'bad-layout'));
    });
  }

  it('calls no image unsigned whose list of signatures is one of them [S17]', async () => {
    const sig = signatureTag(digestOf(image));
    const kind = (list: string) => named({ kind: `dev.cosignproject.cosign/${list}` });
    const hidden = [
      [{ ...sha512, ...named({ [refName]: sig }) }, 'sig-tag'],
      [{ ...sha512, ...named({ [refName]: attestationTag(digestOf(image)) }) }, 'attestation-tag'],
      [{ ...good, size: '1', ...named({ [refName]: sig, more: { [refName]: 'v2' } }) }, 'sig-tag'],
      [{ ...sha512, ...kind('sigs') }, 'sig-tag'],
      [{ ...sha512, ...kind('atts') }, 'attestation-tag'],
    ] as const;
    for (const [entry, place] of hidden) {
      assert.deepEqual(await unreadPlaces([{ ...good, ...image1 }, entry]), [place]);
      assert.equal((await verify(folderWith([{ ...good, ...image1 }, entry]))).verdict, 'could-not-check');
    }
  });

  it('calls no image unsigned where one of them may have referred to it [S17]', async () => {
    const { mediaType, size } = good;
    for (const entry of [sha512, gone, { mediaType, size }, { ...gone, artifactType: 'a/b', ...isNamed }]) {
      assert.deepEqual(await unreadPlaces([good, entry]), ['referrers-api']);
      assert.equal((await verify(folderWith([good, entry]))).verdict, 'could-not-check');
    }
    const folder = folderWith([good, descriptor(ociIndex, other)], (at) =>
      writeFileSync(blobFile(at, digestOf(other)), Buffer.from(other).fill(' ')),
    );
    assert.equal((await verify(folder)).verdict, 'could-not-check');
  });

  it('gives no list of signatures to an image while another, unread, may be the one that was signed [S39]', async () => {
    const sigs = { ...descriptor(ociIndex, other), ...named({ kind: 'dev.cosignproject.cosign/sigs' }) };
    const folder = folderWith([{ ...good, ...image1 }, { ...sha512, ...image1 }, sigs]);
    await assert.rejects(verify(folder), isBadLayout('two-for-one-name'));
  });

  it('counts the signatures of each of several images, as far as its list can be read', async () => {
    const sigs = json({ schemaVersion: 2, mediaType: ociManifest, config: good, layers: [good, good] });
    const list = { ...descriptor(ociManifest, sigs), ...named({ [refName]: signatureTag(digestOf(image)) }) };
    const counts = async (entries: readonly unknown[]): Promise<readonly unknown[]> => {
      const folder = folderWith(entries, (at) => writeFileSync(blobFile(at, digestOf(sigs)), sigs));
      const { images } = await engine.readSavedImages(folder, noSignal);
      return images.map(({ signatures, platforms, content }) => [signatures, platforms, content]);
    };
    const platform = { os: 'linux', architecture: 'arm64' };
    const size = JSON.stringify({ config: true }).length + JSON.stringify({ layer: true }).length;
    const second = descriptor(ociIndex, other);
    assert.deepEqual(await counts([{ ...good, platform }, second, list]), [
      [2, [platform], size],
      [undefined, [], undefined],
    ]);
    const damaged = { ...list, size: 1 };
    assert.deepEqual((await counts([good, second, damaged]))[0], [undefined, [], size]);
  });

  it('is still refused whole where the rest of its index says two things [S39]', async () => {
    const folder = folders.path('twice');
    const text = indexText([sha512, good]).replace('{', '{"Manifests":[],');
    writeLayout(folder, text, parts);
    await assert.rejects(engine.readSavedImages(folder, noSignal), isBadLayout('name-in-two-cases'));
  });
});
