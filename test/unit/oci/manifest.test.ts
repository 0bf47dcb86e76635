// Manifests of unknown origin: what is read, and everything that two readers could take for two things is refused.
import assert from 'node:assert/strict';
import { parseManifest } from '../../../src/engine/oci/manifest.ts';
import type { ImageManifest } from '../../../src/engine/oci/manifest.ts';
import type { ManifestProblem } from '../../../src/engine/problems.ts';
import {
  dockerIndex,
  dockerManifest,
  dockerSchema1,
  dockerSchema1Signed,
  ociConfig,
  ociIndex,
  ociManifest,
} from '../../../src/engine/oci/mediaTypes.ts';

const digestA = `sha256:${'a'.repeat(64)}`;
const digestB = `sha256:${'b'.repeat(64)}`;
const layer = `{"mediaType":"x/layer","size":2,"digest":"${digestB}"}`;
const config = `{"mediaType":"${ociConfig}","size":1,"digest":"${digestA}"}`;

/** An image manifest; `more` are members behind the layers. */
function image(layers: readonly string[] = [layer], more = ''): string {
  return `{"schemaVersion":2,"mediaType":"${ociManifest}","config":${config},"layers":[${layers.join(',')}]${more}}`;
}

function index(manifests: readonly string[], more = ''): string {
  return `{"schemaVersion":2,"mediaType":"${ociIndex}","manifests":[${manifests.join(',')}]${more}}`;
}

function parse(text: string, contentType?: string): ReturnType<typeof parseManifest> {
  return parseManifest(new TextEncoder().encode(text), contentType);
}

function parseImage(text: string, contentType?: string): ImageManifest {
  const manifest = parse(text, contentType);
  assert.equal(manifest.kind, 'image', JSON.stringify(manifest));
  return manifest;
}

function reasonOf(text: string, contentType?: string): ManifestProblem | string {
  const manifest = parse(text, contentType);
  return manifest.kind === 'refused' ? manifest.reason : manifest.kind;
}

describe('manifests', () => {
  it('of images give config, layers, subject, artifact type and annotations', () => {
    const subject = `{"mediaType":"${ociManifest}","size":3,"digest":"${digestA}"}`;
    const more = `,"annotations":{"k":"v","__proto__":"p"},"subject":${subject},"artifactType":"x/y"`;
    const manifest = parseImage(image([layer], more), ociManifest);
    assert.equal(manifest.mediaType, ociManifest);
    assert.deepEqual(manifest.config, {
      descriptor: { mediaType: ociConfig, size: 1, digest: digestA },
      source: config,
    });
    assert.deepEqual(manifest.layers, [
      { descriptor: { mediaType: 'x/layer', size: 2, digest: digestB }, source: layer },
    ]);
    assert.deepEqual(manifest.subject, { mediaType: ociManifest, size: 3, digest: digestA });
    assert.equal(manifest.artifactType, 'x/y');
    assert.deepEqual(Object.entries(manifest.annotations), [
      ['k', 'v'],
      ['__proto__', 'p'],
    ]);
    assert.deepEqual(manifest.otherMembers, [
      ['annotations', '{"k":"v","__proto__":"p"}'],
      ['subject', subject],
      ['artifactType', '"x/y"'],
    ]);
  });

  it('of indexes give the children with their platforms', () => {
    const child = (platform: string): string =>
      `{"mediaType":"${ociManifest}","size":3,"digest":"${digestA}","platform":${platform}}`;
    const manifest = parse(
      index([
        child('{"architecture":"arm","os":"linux","variant":"v7"}'),
        child('{"architecture":"amd64","os":"linux","os.version":"1"}'),
        child('{"architecture":"amd64"}'),
        `{"mediaType":"${ociManifest}","size":3,"digest":"${digestA}","artifactType":"x/y","annotations":{"a":"b"}}`,
      ]),
    );
    assert.equal(manifest.kind, 'index');
    const common = { mediaType: ociManifest, size: 3, digest: digestA };
    assert.deepEqual(manifest.manifests, [
      { ...common, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
      { ...common, platform: { os: 'linux', architecture: 'amd64' } },
      common,
      { ...common, artifactType: 'x/y', annotations: { a: 'b' } },
    ]);
  });

  it('keep the exact text of each layer: big numbers, escapes, data, urls, white space [N6]', () => {
    const odd =
      `{ "digest":"${digestB}" , "size":2,"mediaType":"x\\/l\\u0061yer","data":"e30=","urls":["https://x/y"],` +
      `"annotations":{"10":"a","9":"<\\u003c>"},"future":12345678901234567890123 }`;
    const manifest = parseImage(image([layer, odd]));
    assert.equal(manifest.layers[1]?.source, odd);
    assert.deepEqual(manifest.layers[1].descriptor, {
      mediaType: 'x/layer',
      size: 2,
      foreign: true,
      digest: digestB,
      annotations: { '9': '<<>', '10': 'a' },
    });
  });

  it('may leave their media type to the Content-Type, or to both being absent', () => {
    const bare = image().replace(`"mediaType":"${ociManifest}",`, '');
    assert.equal(parseImage(bare).mediaType, ociManifest);
    assert.equal(parseImage(bare, dockerManifest).mediaType, dockerManifest);
    assert.equal(parseImage(bare.replace('{', '{"mediaType":"",'), ociManifest).mediaType, ociManifest);
    const bareIndex = parse(index([]).replace(`"mediaType":"${ociIndex}",`, ''));
    assert.equal(bareIndex.kind === 'index' && bareIndex.mediaType, ociIndex);
  });

  it('take a Content-Type with parameters and in any case', () => {
    parseImage(image(), `${ociManifest}; charset=utf-8`);
    parseImage(image(), ` ${ociManifest.toUpperCase()} `);
  });

  it('take null for what is not there, as Go writes it', () => {
    const manifest = parseImage(image([], ',"subject":null,"annotations":null,"artifactType":null'));
    assert.deepEqual(
      [manifest.subject, manifest.annotations, manifest.artifactType],
      [undefined, {}, undefined],
    );
    const empty = parseImage(image().replace(`[${layer}]`, 'null'));
    assert.deepEqual(empty.layers, []);
  });

  it('of schema 1 are told apart, by their version or their Content-Type [S31]', () => {
    assert.equal(parse('{"schemaVersion":1,"fsLayers":[]}').kind, 'schema1');
    assert.equal(parse(image(), dockerSchema1).kind, 'schema1');
    assert.equal(parse(image(), `${dockerSchema1Signed}; charset=utf-8`).kind, 'schema1');
  });

  const refused: readonly (readonly [
    title: string,
    text: string,
    reason: ManifestProblem,
    contentType?: string,
  ])[] = [
    ['layers and manifests in one body', image([layer], ',"manifests":[]'), 'both-layers-and-manifests'],
    ['layers in what calls itself an index', index([], `,"layers":[${layer}]`), 'both-layers-and-manifests'],
    ['null for layers beside manifests', index([], ',"layers":null'), 'both-layers-and-manifests'],
    ['a config in an index', index([], `,"config":${config}`), 'both-layers-and-manifests'],
    ['a Content-Type that is not the body’s media type', image(), 'other-content-type', dockerManifest],
    ['an index sent as an image', index([]), 'other-content-type', ociManifest],
    ['a Content-Type that is no manifest’s', image(), 'other-content-type', 'application/json'],
    ['an image that calls itself an index', image().replace(ociManifest, ociIndex), 'unknown-media-type'],
    [
      'an index that calls itself an image',
      index([]).replace(ociIndex, dockerManifest),
      'unknown-media-type',
    ],
    [
      'an image without media type sent as an index',
      image().replace(`"mediaType":"${ociManifest}",`, ''),
      'unknown-media-type',
      dockerIndex,
    ],
    ['an unknown media type', image().replace(ociManifest, 'x/y'), 'unknown-media-type'],
    ['neither layers nor manifests', '{"schemaVersion":2}', 'neither-layers-nor-manifests'],
    ['an image without config', image().replace(`"config":${config},`, ''), 'neither-layers-nor-manifests'],
    ['another schema version', image().replace(':2,', ':3,'), 'unknown-schema-version'],
    ['a schema version in another spelling', image().replace(':2,', ':2.0,'), 'unknown-schema-version'],
    ['no schema version', image().replace('"schemaVersion":2,', ''), 'unknown-schema-version'],
    ['layers twice', image([layer], `,"layers":[]`), 'name-twice'],
    ['Layers beside layers', image([layer], `,"Layers":[]`), 'name-in-two-cases'],
    ['Layers alone, which Go would read', image().replace('"layers"', '"LAYERS"'), 'name-in-two-cases'],
    ['manife\u017fts, which Go would read', image([layer], ',"manife\u017fts":[]'), 'name-in-two-cases'],
    ['a schema version twice', image([layer], ',"schemaVersion":2'), 'name-twice'],
    ['a digest twice', image([layer.replace('}', `,"digest":"${digestA}"}`)]), 'bad-descriptor'],
    ['a Digest in another case', image([layer.replace('}', `,"Digest":"${digestA}"}`)]), 'bad-descriptor'],
    [
      'an annotation twice',
      image([layer.replace('}', ',"annotations":{"a":"1","a":"2"}}')]),
      'bad-descriptor',
    ],
    [
      'an annotation that is no text',
      image([layer.replace('}', ',"annotations":{"a":1}}')]),
      'bad-descriptor',
    ],
    ['an annotation of the manifest twice', image([], ',"annotations":{"a":"1","a":"2"}'), 'wrong-type'],
    ['a digest that is none', image([layer.replace('bbb', '')]), 'bad-descriptor'],
    ['a digest in upper case', image([layer.replace('bb', 'BB')]), 'bad-descriptor'],
    ['a sha512 digest', image([layer.replace('sha256:', 'sha512:')]), 'bad-descriptor'],
    ['a digest that is a path', image([layer.replace(digestB, '../../x')]), 'bad-descriptor'],
    ['no digest', image([layer.replace('"digest"', '"x"')]), 'bad-descriptor'],
    ['no media type of a layer', image([layer.replace('"mediaType"', '"x"')]), 'bad-descriptor'],
    ['a negative size', image([layer.replace(':2,', ':-2,')]), 'bad-descriptor'],
    ['a size as text', image([layer.replace(':2,', ':"2",')]), 'bad-descriptor'],
    ['a size with a fraction', image([layer.replace(':2,', ':2.5,')]), 'bad-descriptor'],
    ['a size with an exponent', image([layer.replace(':2,', ':2e1,')]), 'bad-descriptor'],
    ['a size above 2^53', image([layer.replace(':2,', ':9007199254740993,')]), 'bad-descriptor'],
    ['a layer that is no object', image(['null']), 'bad-descriptor'],
    ['layers that are no list', image().replace(`[${layer}]`, '{}'), 'wrong-type'],
    ['a media type that is no text', image().replace(`"${ociManifest}"`, '7'), 'wrong-type'],
    ['a subject without digest', image([], ',"subject":{}'), 'bad-descriptor'],
    ['a list', '[]', 'not-an-object'],
    ['a text', '"x"', 'not-an-object'],
    ['trailing bytes', `${image()}x`, 'not-json'],
    ['HTML', '<html>', 'not-json'],
    ['deep nesting', image([], `,"x":${'['.repeat(100)}${']'.repeat(100)}`), 'nested-too-deeply'],
  ];
  for (const [title, text, reason, contentType] of refused) {
    it(`are refused with ${title} [S31]`, () => {
      assert.equal(reasonOf(text, contentType), reason);
    });
  }

  it('are refused when they are no UTF-8 [S31]', () => {
    const bytes = new TextEncoder().encode(image());
    bytes[bytes.indexOf(0x78)] = 0xff;
    assert.deepEqual(parseManifest(bytes), { kind: 'refused', reason: 'not-utf-8' });
  });
});
