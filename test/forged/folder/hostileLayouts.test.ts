// What somebody may put into a folder that is then read as a saved image: every form of it has a name, nothing outside
// the folder is read, and nothing that it holds passes for something else (S39).
import assert from 'node:assert/strict';
import { renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineApi } from '../../../src/engine/api.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { isEngineError, type ErrorDetails } from '../../../src/engine/errors.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { describe as descriptor, json } from '../../demo/images.ts';
import { config, image, indexText, parts } from '../../support/layouts.ts';
import { blobFile, isBadLayout, useFolders, writeLayout } from '../../support/saved.ts';
import { noSignal, verifyRequest } from '../../support/scene.ts';
import { createTestWorld } from '../../support/world.ts';

const kindOf = (kind: string) => ({ annotations: { kind: `dev.cosignproject.cosign/${kind}` } });

describe('a folder that is not to be trusted', () => {
  const folders = useFolders();
  let engine: EngineApi;
  beforeEach(() => {
    engine = createEngine(createTestWorld({ fetch: () => Promise.reject(new Error('no network')) }));
  });
  afterEach(() => engine.dispose());

  const one = indexText([descriptor(ociManifest, image)]);
  const indexes: readonly (readonly [
    what: string,
    ErrorDetails['bad-layout']['reason'],
    string | undefined,
  ])[] = [
    ['is not there', 'no-index', undefined],
    ['is not JSON', 'not-json', '{"schemaVersion":2,"manifests":['],
    ['is a list', 'not-an-object', '[]'],
    ['goes too deep', 'nested-too-deeply', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['says two things', 'name-twice', '{"schemaVersion":2,"manifests":[],"manifests":[]}'],
    ['says it in two cases', 'name-in-two-cases', '{"schemaVersion":2,"manifests":[],"Manifests":[]}'],
    ['is an image', 'not-an-index', Buffer.from(image).toString()],
    ['is index and image', 'both-layers-and-manifests', one.replace('{', '{"layers":[],')],
    ['has another version', 'unknown-schema-version', one.replace(':2', ':3')],
    ['lists nothing', 'no-image', indexText([])],
    [
      'names a path for a digest',
      'bad-descriptor',
      indexText([{ ...descriptor(ociManifest, image), digest: 'sha256:../../../../etc/passwd' }]),
    ],
    [
      'lists more than anybody saves',
      'too-many-entries',
      indexText(Array.from({ length: 5001 }, () => descriptor(ociManifest, image))),
    ],
    ['names what is not there', 'blob-missing', indexText([descriptor(ociManifest, json({ other: true }))])],
    [
      'calls an image something else',
      'other-content-type',
      indexText([{ ...descriptor(ociManifest, image), mediaType: ociIndex }]),
    ],
  ];
  for (const [what, reason, index] of indexes) {
    it(`is refused by name where index.json ${what} [S39]`, async () => {
      const folder = folders.path();
      writeLayout(folder, index, parts);
      await assert.rejects(engine.readSavedImages(folder, noSignal), isBadLayout(reason));
    });
  }

  it('is refused at once where index.json lists a quarter of a million numbers [S40]', async () => {
    const folder = folders.path();
    const numbers = Array.from({ length: 249_000 }, () => '1').join(',');
    writeLayout(folder, `{"schemaVersion":2,"manifests":[${numbers}]}`, parts);
    await assert.rejects(engine.readSavedImages(folder, noSignal), isBadLayout('too-many-entries'));
    // It takes a fifth of a second; where each is held against all others, a quarter of a minute.
  }).timeout(5000);

  it('is refused by name without its version, or with another [S39]', async () => {
    writeLayout(folders.path('none'), one, parts, null);
    await assert.rejects(
      engine.readSavedImages(folders.path('none'), noSignal),
      isBadLayout('no-layout-file'),
    );
    for (const version of ['{"imageLayoutVersion":"2.0.0"}', '"1.0.0"', '{', '{"imageLayoutVersion":1}']) {
      const folder = folders.path(`v${String(version.length)}`);
      writeLayout(folder, one, parts, version);
      await assert.rejects(engine.readSavedImages(folder, noSignal), isBadLayout('other-version'));
    }
  });

  it('is refused where one name, or a list of cosign’s, stands for two things [S39]', async () => {
    const other = json({ schemaVersion: 2, mediaType: ociIndex, manifests: [] });
    const tag = signatureTag(digestOf(image));
    const named = { annotations: { 'org.opencontainers.image.ref.name': tag } };
    const sigs = { ...descriptor(ociManifest, image), ...kindOf('sigs') };
    const indexOfTwo = [
      [
        descriptor(ociManifest, image),
        { ...descriptor(ociManifest, config), ...named },
        { ...descriptor(ociIndex, other), ...named },
      ],
      [
        { ...descriptor(ociManifest, image), ...kindOf('image') },
        { ...descriptor(ociIndex, other), ...kindOf('imageIndex') },
        sigs,
      ],
      [
        { ...descriptor(ociIndex, other), ...kindOf('imageIndex') },
        sigs,
        { ...sigs, digest: descriptor(ociIndex, other).digest },
      ],
    ];
    for (const [index, manifests] of indexOfTwo.entries()) {
      const folder = folders.path(`two${String(index)}`);
      writeLayout(folder, indexText(manifests), [...parts, other]);
      await assert.rejects(engine.readSavedImages(folder, noSignal), isBadLayout('two-for-one-name'));
    }
  });

  it('is read where several images have one name, which then names none of them [S39]', async () => {
    const other = json({ schemaVersion: 2, mediaType: ociIndex, manifests: [] });
    const named = { annotations: { 'org.opencontainers.image.ref.name': 'latest' } };
    const [first, second] = [descriptor(ociManifest, image), descriptor(ociIndex, other)];
    const folder = folders.path();
    writeLayout(folder, indexText([first, second, first].map((one) => ({ ...one, ...named }))), [
      ...parts,
      other,
    ]);
    assert.equal((await engine.readSavedImages(folder, noSignal)).images.length, 2);
    const request = { ...verifyRequest('ghcr.io/acme/app:latest', {}), savedIn: folder };
    await assert.rejects(engine.verify(request, noSignal), isBadLayout('no-such-image'));
  });

  it('is left by no symbolic link, be it the index, a blob or the folder of blobs [S39]', async () => {
    const real = folders.path('real');
    writeLayout(real, one, parts);
    const linked = (name: string, link: (folder: string) => void): string => {
      const folder = folders.path(name);
      writeLayout(folder, one, parts);
      link(folder);
      return folder;
    };
    const replace = (folder: string, ...names: string[]): void => {
      rmSync(path.join(folder, ...names), { recursive: true });
      symlinkSync(path.join(real, ...names), path.join(folder, ...names));
    };
    const hex = digestOf(image).slice('sha256:'.length);
    const hostile = [
      linked('index', (folder) => replace(folder, 'index.json')),
      linked('blob', (folder) => replace(folder, 'blobs', 'sha256', hex)),
      linked('blobs', (folder) => replace(folder, 'blobs')),
      linked('inside', (folder) => {
        const file = path.join(folder, 'blobs', 'sha256', hex);
        renameSync(file, path.join(folder, 'elsewhere'));
        symlinkSync(path.join(folder, 'elsewhere'), file);
      }),
    ];
    for (const folder of hostile) {
      await assert.rejects(
        engine.readSavedImages(folder, noSignal),
        (error) => isEngineError(error, 'file-not-readable') && error.details.reason.code === 'symbolic-link',
      );
    }
    symlinkSync(real, folders.path('chosen'));
    assert.equal((await engine.readSavedImages(folders.path('chosen'), noSignal)).images.length, 1);
  });

  it('is not verified with a manifest that was changed, or grew beyond all reason [S39]', async () => {
    const changed = folders.path('changed');
    writeLayout(changed, one, parts);
    writeFileSync(blobFile(changed, digestOf(image)), Buffer.from(image).toString().replace('tar', 'TAR'));
    await assert.rejects(engine.readSavedImages(changed, noSignal), isBadLayout('blob-of-other-bytes'));
    const large = folders.path('large');
    writeLayout(large, one, parts);
    truncateSync(blobFile(large, digestOf(image)), 9 * 1024 * 1024);
    await assert.rejects(engine.readSavedImages(large, noSignal), isBadLayout('blob-too-large'));
  });
});
