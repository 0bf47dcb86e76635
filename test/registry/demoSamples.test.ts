// The demo as a person meets it: its images, its keys and its workspace fit together.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import { openKeyFile } from '../../src/engine/keys/keyFile.ts';
import { parseManifest } from '../../src/engine/oci/manifest.ts';
import type { TrustRequest } from '../../src/engine/plan.ts';
import { readPayload } from '../../src/engine/signatures/payload.ts';
import { type Demo, startDemo } from '../demo/demo.ts';
import { newCosign } from '../support/cosign.ts';
import { findPeer } from '../support/peers.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

const signal = new AbortController().signal;
const imageName = /localhost:\d+\/[a-z/]+(?::[0-9.]+)?/g;

describe('the demo', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ port: 0 }, signal);
  });
  after(() => demo.stop());

  it('has every image that its workspace names, at the address it listens on', async () => {
    for (const file of ['README.md', 'Dockerfile', 'compose.yaml']) {
      const text = await readFile(path.join(demo.workspace, file), 'utf8');
      const names = text.match(imageName) ?? [];
      assert.ok(names.length > 2, file);
      for (const name of names) {
        assert.ok(name.startsWith(`${demo.address}/`), name);
        const [repository = '', tag] = name.slice(demo.address.length + 1).split(':');
        const state = demo.registry.state.repositories.get(repository);
        assert.ok(state !== undefined, name);
        if (tag !== undefined) assert.ok(state.tags.has(tag), name);
      }
    }
    const settings = await readFile(path.join(demo.workspace, '.vscode/settings.json'), 'utf8');
    assert.deepEqual((JSON.parse(settings) as Record<string, unknown>)['countersign.registries'], [
      demo.address,
    ]);
  });

  it('holds only manifests whose parts are there and which the engine can read', () => {
    for (const [name, { manifests, blobs }] of demo.registry.state.repositories)
      for (const { bytes, mediaType } of manifests.values()) {
        const manifest = parseManifest(bytes, mediaType);
        if (manifest.kind === 'index') {
          for (const child of manifest.manifests) assert.ok(manifests.has(child.digest), name);
          continue;
        }
        assert.ok(manifest.kind === 'image', name);
        for (const part of [manifest.config, ...manifest.layers]) {
          assert.ok(blobs.has(part.descriptor.digest), `${name} ${part.descriptor.digest}`);
        }
      }
  });

  it('signs with the key that can be imported and that the workspace trusts', async () => {
    const file = await readFile(demo.keyFile, 'utf8');
    const key = await openKeyFile(createTestWorld(), file, demo.keyPassword, 'demo', signal);
    assert.equal(key.publicKey.fingerprint, demo.samples.demo.fingerprint);
    const trusted = createPublicKey(await readFile(path.join(demo.workspace, 'demo.pub')));
    assert.ok(verify('sha256', Buffer.from('x'), trusted, key.sign(Buffer.from('x'))));
  });

  it('has an orphan: a signature whose image is not there', () => {
    const orphan = demo.registry.state.repositories.get('demo/orphan');
    const digests = [...(orphan?.blobs.values() ?? [])].flatMap((blob) => {
      const text = Buffer.from(blob).toString('latin1');
      return text.startsWith('{"critical"') ? [readPayload(blob).digest] : [];
    });
    assert.equal(digests.length, 1);
    assert.ok(!orphan?.manifests.has(digests[0] ?? ''));
  });

  it('gets from the engine, with the rules of its workspace, the verdicts that its README names', async () => {
    const settings = await readFile(path.join(demo.workspace, '.vscode/settings.json'), 'utf8');
    const rules = (JSON.parse(settings) as Record<string, unknown>)['countersign.trustedSigners'];
    const engine = createEngine(createTestWorld());
    const trust: TrustRequest = {
      levels: [{ level: 'workspace', source: 'settings.json', value: rules }],
      ownKeys: [],
      readKeyFile: async (_level, name) => {
        const realPath = path.join(demo.workspace, name);
        return { text: await readFile(realPath, 'utf8'), realPath };
      },
    };
    const unset = { signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined };
    const readme = await readFile(path.join(demo.workspace, 'README.md'), 'utf8');
    const promised = readme.matchAll(
      /^\| `(\S+)` +\| (verified|untrusted|rejected|unsigned|could not check)/gm,
    );
    const wrong: string[] = [];
    let count = 0;
    for (const [, reference = '', verdict = ''] of promised) {
      const request = { reference, settings: unset, annotations: [], trust };
      const report = await engine.verify(request, signal);
      if (report.verdict !== verdict.replaceAll(' ', '-')) wrong.push(`${reference}: ${report.verdict}`);
      count += 1;
    }
    engine.dispose();
    assert.deepEqual([count, wrong], [9, []]);
  });

  it('is judged by real cosign as its workspace says', async function () {
    const program = await findPeer('cosign3');
    if (program === undefined) skipTest(this, 'cosign 3 is not built (npm run test:interop builds it)');
    const cosign = await newCosign(program, 3);
    try {
      const trusted = path.join(demo.workspace, 'demo.pub');
      const code = async (image: string, key = trusted): Promise<number> =>
        (await cosign.verify(`${demo.address}/demo/${image}`, key, {}, signal)).code;
      for (const image of ['app:1.0', 'app:1.1', 'app:latest', 'multi:1.0', 'legacy:1.0', 'bundle:1.0']) {
        assert.equal(await code(image), 0, image);
      }
      assert.equal(await code('app:2.0', path.join(demo.workspace, 'stranger.pub')), 0);
      assert.equal(await code('untrusted:1.0'), 12);
      assert.equal(await code('rejected:1.0'), 12);
      assert.equal(await code('unsigned:1.0'), 10);
    } finally {
      await cosign.dispose();
    }
  });

  it('leaves nothing behind', async () => {
    const other = await startDemo({ port: 0 }, signal);
    await other.stop();
    await assert.rejects(access(other.workspace));
    await assert.rejects(fetch(`http://${other.address}/v2/`));
  });
});
