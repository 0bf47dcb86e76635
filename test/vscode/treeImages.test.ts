// Images and signature tags in the registries tree, on a stand-in of the engine.
import assert from 'node:assert/strict';
import { EngineError } from '../../src/engine/errors.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import { signature } from '../support/reports.ts';
import {
  answered,
  app,
  digestA,
  digestB,
  foundInTag,
  host,
  newScene,
  newTree,
  nothingFound,
  sigTagA,
} from './treeStandIn.ts';
import { labelOf, wordsOf } from './treeWords.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

describe('an image in the tree', () => {
  it('asks for the digest of a tag when it is expanded, and shows what is found as claims [V9] [S15]', async () => {
    const scene = newScene();
    const tree = newTree(scene);
    const tag = await tree.find(host, 'demo/app', '1.0');
    assert.equal(tag.digest, undefined);
    assert.equal(tree.item(tag).contextValue, 'tag');
    scene.asked.length = 0;
    assert.deepEqual(await tree.words(tag), ['sha256-aaaaaaaaaaaa….sig | 1 signature']);
    assert.deepEqual(scene.asked, [`image ${app}:1.0`, `signatures ${app}@${digestA}`]);
    assert.equal(tag.digest, digestA);
    assert.equal(tree.item(tag).contextValue, 'tag+digest+signed');
    assert.equal(wordsOf(tree.item(tag)), '1.0 | 1 signature, not checked');
    const [sigTag] = await tree.rows(tag);
    assert.ok(sigTag);
    assert.deepEqual(await tree.words(sigTag), [
      'Signature 1 | claims the name ghcr.io/acme/app, not checked',
    ]);
    assert.equal(scene.asked.length, 2);
  });

  it('shows the images of an index, each with signatures of its own', async () => {
    const scene = newScene();
    scene.images[`${app}:1.0`] = {
      mediaType: 'application/vnd.oci.image.index.v1+json',
      children: [
        {
          digest: digestB,
          mediaType: manifestType,
          size: 500,
          platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
        },
        {
          digest: `sha256:${'c'.repeat(64)}`,
          mediaType: manifestType,
          size: 500,
          platform: { os: 'unknown', architecture: 'unknown' },
        },
      ],
    };
    const tree = newTree(scene);
    const tag = await tree.find(host, 'demo/app', '1.0');
    assert.deepEqual((await tree.words(tag)).slice(1), [
      'linux/arm64/v8 | sha256:bbbbbbbbbbbb…',
      'attached data | sha256:cccccccccccc…',
    ]);
    const platform = await tree.find(host, 'demo/app', '1.0', 'linux/arm64/v8');
    assert.deepEqual(await tree.words(platform), ['No signatures found | looked with anonymous']);
    assert.ok(scene.asked.includes(`signatures ${app}@${digestB}`));
  });

  it('names who looked where nothing was found, and does not call the image unsigned [S17]', async () => {
    const scene = newScene();
    scene.signatures[digestA] = nothingFound();
    const tree = newTree(scene);
    const tag = await tree.find(host, 'demo/app', '1.0');
    assert.deepEqual(await tree.words(tag), ['No signatures found | looked with anonymous']);
    assert.equal(wordsOf(tree.item(tag)), '1.0 | no signatures found, not checked');
  });

  it('shows a place that could not be read beside those that could', async () => {
    const scene = newScene();
    const found = foundInTag([signature('not-judged')]);
    const place = {
      ...found.places[0]!.place,
      role: 'signature-repository',
      repository: 'other.example/sigs',
    } as const;
    const failure = {
      code: 'timed-out',
      details: { host: 'other.example', seconds: 30, phase: 'answer' },
    } as const;
    scene.signatures[digestA] = {
      ...found,
      places: [...found.places, { place, outcome: 'could-not-read', failure }],
    };
    const tree = newTree(scene);
    const rows = await tree.rows(await tree.find(host, 'demo/app', '1.0'));
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['signatureTag', 'error'],
    );
    const item = tree.item(rows[1]!);
    assert.match(labelOf(item), /^Could not read the signature tag other\.example\/sigs:.*did not answer/);
    assert.equal(rows[1]!.registry, 'other.example');
  });

  it('gives every row an id of its own: one signature tag shows in two places, two tags share a digest [V9]', async () => {
    const scene = newScene();
    scene.showsSignatureTags = true;
    const tree = newTree(scene, [host, app, 'registry.example/demo']);
    const seen = new Map<string, TreeNode>();
    const visit = async (nodes: readonly TreeNode[]): Promise<void> => {
      for (const node of nodes) {
        assert.equal(seen.has(node.id), false, `twice: ${node.id}`);
        seen.set(node.id, node);
        await visit(node.children === undefined ? [] : await tree.rows(node));
      }
    };
    scene.tags[`${host}/demo`] = new EngineError('not-found', answered(404));
    scene.images[`${app}:1.9`] = new EngineError('registry-failed', answered(500));
    await visit(tree.roots);
    const kinds = [...seen.values()].map(({ kind }) => kind);
    assert.ok(kinds.filter((kind) => kind === 'signatureTag').length > 3);
    assert.ok(kinds.filter((kind) => kind === 'signature').length > 3);
    for (const node of seen.values()) assert.equal(tree.provider.getParent?.(node), node.parent);
  });

  it('shows of a signature tag one row per signature, and marks an orphan on expanding', async () => {
    const scene = newScene();
    scene.showsSignatureTags = true;
    const two = [
      signature('not-judged'),
      signature('not-judged', { claims: undefined, problem: { code: 'bad-payload', reason: 'not-json' } }),
    ];
    scene.signatureTag = { subjectState: 'orphan', signatures: foundInTag(two).signatures };
    const tree = newTree(scene);
    const sigTag = await tree.find(host, 'demo/app', 'sha256-aaaaaaaaaaaa….sig');
    assert.equal(wordsOf(tree.item(sigTag)), 'sha256-aaaaaaaaaaaa….sig');
    assert.deepEqual(await tree.words(sigTag), [
      'Orphan: the image that its name names is not in this repository',
      'Signature 1 | claims the name ghcr.io/acme/app, not checked',
      'Signature 2 | what was signed cannot be read: it is not JSON',
    ]);
    assert.equal(wordsOf(tree.item(sigTag)), 'sha256-aaaaaaaaaaaa….sig | orphan · 2 signatures');
    assert.equal(tree.item(sigTag).contextValue, 'signatureTag+digest+orphan');
    assert.deepEqual(scene.asked.at(-1), `signature tag ${app}:${sigTagA}`);
  });

  it('says of a signature for another repository where it belongs, and takes its word for nothing', async () => {
    const scene = newScene();
    scene.showsSignatureTags = true;
    scene.signatureTag = {
      subjectState: 'elsewhere',
      signatures: foundInTag([signature('not-judged')]).signatures,
    };
    const tree = newTree(scene);
    const sigTag = await tree.find(host, 'demo/app', 'sha256-aaaaaaaaaaaa….sig');
    assert.equal(
      (await tree.words(sigTag))[0],
      'Of an image in another repository, which the signatures below name',
    );
    assert.equal(tree.item(sigTag).contextValue, 'signatureTag+digest');
    for (const node of [sigTag, ...(await tree.rows(sigTag))]) assert.equal(node.signs, undefined);
  });

  it('says first what a signature claims that is not so [S15]', async () => {
    const scene = newScene();
    const claims = { digest: digestA, dockerReference: app, type: '', annotations: [] };
    const found = [
      claims,
      { ...claims, digest: digestB },
      { ...claims, dockerReference: 'other.example/app' },
    ];
    scene.signatures[digestA] = foundInTag(found.map((one) => signature('not-judged', { claims: one })));
    const tree = newTree(scene);
    const sigTag = await tree.find(host, 'demo/app', '1.0', 'sha256-aaaaaaaaaaaa….sig');
    assert.deepEqual(await tree.words(sigTag), [
      'Signature 1 | claims this image, not checked',
      'Signature 2 | claims another image, not checked',
      'Signature 3 | claims the name other.example/app, not checked',
    ]);
  });

  it('names in the plain list the tag that a signature tag signs, once that is known', async () => {
    const scene = newScene();
    scene.showsSignatureTags = true;
    const tree = newTree(scene);
    await tree.rows(await tree.find(host, 'demo/app', '1.0'));
    const sigTag = await tree.find(host, 'demo/app', 'sha256-aaaaaaaaaaaa….sig');
    assert.equal(wordsOf(tree.item(sigTag)), 'sha256-aaaaaaaaaaaa….sig | named for 1.0');
  });
});
