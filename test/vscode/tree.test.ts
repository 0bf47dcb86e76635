// The registries tree, row by row, on a stand-in until the engine's bundle: what is asked, and what is shown.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EngineError } from '../../src/engine/errors.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import { namesPerStep } from '../../src/host/tree/nameList.ts';
import { hostile, reportOf, signature } from '../support/reports.ts';
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
  wordsOf,
} from './treeStandIn.ts';

describe('the registries tree', () => {
  it('asks nothing until something is opened, and then only for that [V9]', async () => {
    const scene = newScene();
    const tree = newTree(scene);
    await tree.provider.getChildren();
    assert.deepEqual(scene.asked, []);
    const repository = await tree.find(host, 'demo/app');
    assert.deepEqual(scene.asked, [`catalog ${host}`]);
    await tree.rows(repository);
    assert.deepEqual(scene.asked, [`catalog ${host}`, `tags ${app}`]);
  });

  it('asks for no tag by itself, however many there are, and builds no more rows than come into view [V9]', async () => {
    const scene = newScene();
    scene.tags[app] = [Array.from({ length: 10_000 }, (_, at) => `v${String(at)}`)];
    const tree = newTree(scene, [app]);
    const [root] = tree.roots;
    assert.ok(root);
    const began = performance.now();
    const words = await tree.words(root);
    console.log(`      10,000 tags: the first rows after ${(performance.now() - began).toFixed(0)} ms`);
    assert.equal(words.length, namesPerStep + 1);
    assert.deepEqual(scene.asked, [`tags ${app}`]);
  });

  it('shows tags in natural order with latest first, and signature tags only when they are wanted [V9]', async () => {
    const scene = newScene();
    const tree = newTree(scene);
    const repository = await tree.find(host, 'demo/app');
    assert.deepEqual(await tree.words(repository), ['latest', '1.10', '1.9', '1.0']);
    scene.showsSignatureTags = true;
    tree.provider.drop(repository);
    assert.deepEqual((await tree.words(repository)).at(-1), 'sha256-aaaaaaaaaaaa….sig');
    assert.equal(scene.asked.length, 2);
  });

  it('says when a list is only partly loaded, and loads more of it', async () => {
    const scene = newScene();
    scene.tags[app] = [['1.0'], ['2.0'], ['3.0']];
    const tree = newTree(scene, [app]);
    const [root] = tree.roots;
    assert.ok(root?.loadMore);
    assert.deepEqual(await tree.words(root), ['1.0', 'Load More | 1 shown; the registry has more']);
    await root.loadMore(new AbortController().signal);
    tree.provider.drop(root);
    assert.deepEqual(await tree.words(root), ['2.0', '1.0', 'Load More | 2 shown; the registry has more']);
  });

  it('says how many signature tags are hidden where nothing else is there [U10]', async () => {
    const scene = newScene();
    scene.tags[app] = [Array.from({ length: 240 }, (_, at) => `sha256-${String(at).padStart(64, '0')}.sig`)];
    const tree = newTree(scene, [app]);
    const [root] = tree.roots;
    assert.ok(root);
    assert.deepEqual((await tree.words(root)).slice(0, 1), ['240 signature tags hidden']);
  });

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
        { digest: digestB, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        { digest: `sha256:${'c'.repeat(64)}`, platform: { os: 'unknown', architecture: 'unknown' } },
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
    assert.match(
      String(item.label),
      /^Could not read the signature tag other\.example\/sigs:.*did not answer/,
    );
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
      signature('not-judged', { claims: undefined, problem: 'not JSON' }),
    ];
    scene.signatureTag = { subjectState: 'orphan', signatures: foundInTag(two).signatures };
    const tree = newTree(scene);
    const sigTag = await tree.find(host, 'demo/app', 'sha256-aaaaaaaaaaaa….sig');
    assert.equal(wordsOf(tree.item(sigTag)), 'sha256-aaaaaaaaaaaa….sig');
    assert.deepEqual(await tree.words(sigTag), [
      'Orphan: the image that its name names is not in this repository',
      'Signature 1 | claims the name ghcr.io/acme/app, not checked',
      'Signature 2 | not JSON',
    ]);
    assert.equal(wordsOf(tree.item(sigTag)), 'sha256-aaaaaaaaaaaa….sig | orphan · 2 signatures');
    assert.equal(tree.item(sigTag).contextValue, 'signatureTag+digest+orphan');
    assert.deepEqual(scene.asked.at(-1), `signature tag ${app}:${sigTagA}`);
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
    assert.equal(wordsOf(tree.item(sigTag)), 'sha256-aaaaaaaaaaaa….sig | signs 1.0');
  });
});

describe('an entry of the registries setting in the tree', () => {
  it('shows the tags of a repository at once [U9]', async () => {
    const scene = newScene();
    const tree = newTree(scene, [app]);
    const [root] = tree.roots;
    assert.ok(root);
    assert.equal((await tree.words(root))[0], 'latest');
    assert.equal(root.repository, app);
    assert.equal(tree.item(root).contextValue, 'registry+entry+repository');
  });

  it('shows the repositories of a namespace, and of no other [U9]', async () => {
    const scene = newScene();
    scene.catalog = [['demo/app', 'demo/web', 'demolition/x', 'other/y'].map((path) => `${host}/${path}`)];
    const tree = newTree(scene, [`${host}/demo`]);
    const [root] = tree.roots;
    assert.ok(root);
    assert.deepEqual(await tree.words(root), ['app', 'web']);
    assert.equal(root.repository, undefined);
    assert.deepEqual(
      (await tree.rows(root)).map(({ repository }) => repository),
      [app, `${host}/demo/web`],
    );
  });

  for (const [status, error] of [
    [404, new EngineError('not-found', answered(404))],
    [405, new EngineError('registry-refused', answered(405))],
    [403, new EngineError('forbidden', { ...answered(403), credential: 'Docker config' })],
  ] as const) {
    it(`offers to add a repository where the registry keeps its list to itself (${String(status)}) [U9]`, async () => {
      const scene = newScene();
      scene.catalog = error;
      const tree = newTree(scene);
      const [root] = tree.roots;
      assert.ok(root);
      assert.deepEqual(await tree.words(root), [
        `Add a repository… | ${host} does not list its repositories`,
      ]);
      const [note] = await tree.rows(root);
      assert.ok(note);
      assert.deepEqual(tree.item(note).command?.command, 'countersign.addRegistry');
      assert.deepEqual(tree.item(note).command?.arguments, [note]);
    });
  }

  it('shows the way to a login beside it where the registry asked for one [U9] [U11]', async () => {
    const scene = newScene();
    scene.catalog = new EngineError('not-signed-in', { ...answered(401), credential: 'anonymous' });
    const tree = newTree(scene);
    const rows = await tree.rows(tree.roots[0]!);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['error', 'note'],
    );
    assert.match(tree.item(rows[0]!).contextValue ?? '', /\+copy-docker-login\b/);
  });

  it('does not ask Docker Hub for a list that nobody gets [U9]', async () => {
    const scene = newScene();
    const tree = newTree(scene, ['docker.io']);
    assert.deepEqual(await tree.words(tree.roots[0]!), [
      'Add a repository… | docker.io does not list its repositories',
    ]);
    assert.deepEqual(scene.asked, []);
  });
});

describe('an error in the tree', () => {
  const unreachable = new EngineError('unreachable', { host, reason: 'refused', message: 'ECONNREFUSED' });

  it('is a row that tries again with a click, and is gone when that works [U11]', async () => {
    const scene = newScene();
    scene.tags[app] = unreachable;
    const tree = newTree(scene, [app]);
    const root = tree.roots[0]!;
    const [row] = await tree.rows(root);
    assert.equal(row?.kind, 'error');
    const { command } = tree.item(row);
    assert.equal(command?.command, 'countersign.refresh');
    assert.deepEqual(command.arguments, [row]);
    scene.tags[app] = [['1.0']];
    root.forget?.();
    tree.provider.dropBelow(root);
    assert.deepEqual(await tree.words(root), ['1.0']);
  });

  it('stands behind what is loaded when a later page fails, and goes on from there [U11]', async () => {
    const scene = newScene();
    scene.tags[app] = [['1.0'], ['2.0']];
    const tree = newTree(scene, [app]);
    const root = tree.roots[0]!;
    await tree.rows(root);
    const signal = new AbortController();
    signal.abort();
    await root.loadMore?.(signal.signal);
    tree.provider.drop(root);
    const rows = await tree.rows(root);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['tag', 'error'],
    );
    await rows[1]?.retry?.(new AbortController().signal);
    tree.provider.drop(root);
    assert.deepEqual((await tree.words(root)).slice(0, 2), ['2.0', '1.0']);
  });

  it('has for each of its actions a menu entry that its context value matches [U11]', async () => {
    const extension = vscode.extensions.getExtension('countersign.countersign');
    const { menus } = (extension?.packageJSON as Manifest).contributes;
    const answer = { ...answered(401), credential: 'anonymous' };
    const failures = [
      unreachable,
      new EngineError('not-signed-in', answer),
      new EngineError('plain-http-refused', { registry: host }),
      new EngineError('token-realm-unknown', {
        registry: host,
        realmHost: 'tokens.example',
        privateAddress: false,
      }),
    ];
    const seen = new Set<string>();
    for (const failure of failures) {
      const scene = newScene();
      scene.images[`${app}:1.0`] = failure;
      const tree = newTree(scene);
      const [row] = await tree.rows(await tree.find(host, 'demo/app', '1.0'));
      const item = tree.item(row!);
      for (const { kind } of row?.actions ?? []) {
        seen.add(kind);
        const entry = (menus['view/item/context'] ?? []).find(
          ({ command, when }) => command === commandOf[kind] && matches(when, item.contextValue ?? ''),
        );
        assert.ok(entry, `${kind} of ${failure.code}`);
      }
    }
    assert.deepEqual([...seen].sort(), Object.keys(commandOf).sort());
  });

  it('shows no text of the registry that is live [S21] [N3]', async () => {
    const scene = newScene();
    scene.catalog = new EngineError('registry-failed', { ...answered(500), message: hostile });
    const tree = newTree(scene);
    const [row] = await tree.rows(tree.roots[0]!);
    assertHarmless(tree.item(row!));
  });

  it('says that it was cancelled where that was so, and tries again', async () => {
    const scene = newScene();
    let open = (): void => undefined;
    scene.gate = new Promise<void>((resolve) => (open = resolve));
    const tree = newTree(scene, [app]);
    const root = tree.roots[0]!;
    const reading = tree.words(root);
    await new Promise((resolve) => setTimeout(resolve, 10));
    tree.provider.cancel(root);
    assert.deepEqual(await reading, ['Cancelled.']);
    const [row] = await tree.rows(root);
    assert.equal(tree.item(row!).command?.command, 'countersign.refresh');
    open();
  });

  it('takes the answer of the second reading when a refresh overtakes the first', async () => {
    const scene = newScene();
    let open = (): void => undefined;
    scene.gate = new Promise<void>((resolve) => (open = resolve));
    const tree = newTree(scene, [app]);
    const root = tree.roots[0]!;
    const first = tree.words(root);
    await new Promise((resolve) => setTimeout(resolve, 10));
    scene.gate = undefined;
    scene.tags[app] = [['2.0']];
    root.forget?.();
    tree.provider.dropBelow(root);
    assert.deepEqual(await tree.words(root), ['2.0']);
    assert.deepEqual(await first, ['2.0']);
    open();
  });
});

describe('a verdict in the tree', () => {
  it('stands on the image for the session, in words, icon and for a screen reader [U12] [V13]', async () => {
    const scene = newScene();
    const tree = newTree(scene);
    const tag = await tree.find(host, 'demo/app', '1.0');
    await tree.rows(tag);
    scene.reports.set(digestA, reportOf('verified'));
    const item = tree.item(tag);
    assert.equal(item.description, 'Verified by release, 2 min ago');
    assert.equal(item.contextValue, 'tag+digest+signed+verified');
    assert.equal(item.accessibilityInformation?.label, '1.0, Verified by release, 2 min ago');
    assert.equal((item.iconPath as vscode.ThemeIcon).id, 'verified-filled');
    scene.reports.clear();
    assert.equal(tree.item(tag).description, '1 signature, not checked');
  });

  it('has an icon of its own for each verdict, and words of its own [V13]', async () => {
    const scene = newScene();
    const tree = newTree(scene);
    const tag = await tree.find(host, 'demo/app', '1.0');
    await tree.rows(tag);
    const looks = (['verified', 'could-not-check', 'rejected', 'untrusted', 'unsigned'] as const).map(
      (verdict) => {
        scene.reports.set(digestA, reportOf(verdict));
        const item = tree.item(tag);
        return [(item.iconPath as vscode.ThemeIcon).id, String(item.description)];
      },
    );
    assert.equal(new Set(looks.map(([icon]) => icon)).size, 5);
    assert.equal(new Set(looks.map(([, words]) => words)).size, 5);
  });

  it('stands on the signature that was judged, and on no other [S15]', async () => {
    const scene = newScene();
    scene.signatures[digestA] = foundInTag([signature('not-judged'), signature('not-judged')]);
    const tree = newTree(scene);
    const sigTag = await tree.find(host, 'demo/app', '1.0', 'sha256-aaaaaaaaaaaa….sig');
    const found = foundInTag([signature('valid')]).signatures;
    scene.reports.set(digestA, { ...reportOf('verified'), signatures: found });
    assert.deepEqual(await tree.words(sigTag), [
      'Signature 1 | valid, by release (0123456789ab)',
      'Signature 2 | claims the name ghcr.io/acme/app, not checked',
    ]);
  });
});

describe('a row of the tree', () => {
  it('gets its tooltip when somebody points at it, without a question to the registry [V9]', async () => {
    const scene = newScene();
    const tree = newTree(scene);
    const rows = [
      await tree.find(host),
      await tree.find(host, 'demo/app'),
      await tree.find(host, 'demo/app', '1.0'),
      await tree.find(host, 'demo/app', '1.0', 'sha256-aaaaaaaaaaaa….sig'),
      await tree.find(host, 'demo/app', '1.0', 'sha256-aaaaaaaaaaaa….sig', 'Signature 1'),
    ];
    scene.asked.length = 0;
    for (const row of rows) {
      const item = tree.item(row);
      assert.equal(item.tooltip, undefined, row.id);
      tree.provider.resolveTreeItem?.(item, row, new vscode.CancellationTokenSource().token);
      assert.equal(typeof item.tooltip, 'string', row.id);
      assert.ok(item.accessibilityInformation?.label, row.id);
    }
    assert.deepEqual(scene.asked, []);
  });

  it('shows what a signature claims and what its descriptor says apart, and nothing of it live [S15] [S21] [N3]', async () => {
    const scene = newScene();
    const forged = signature('not-judged', {
      claims: {
        digest: hostile,
        dockerReference: hostile,
        type: hostile,
        annotations: [['Signed by', hostile]],
      },
      descriptor: {
        mediaType: hostile,
        size: 1,
        digest: `sha256:${'c'.repeat(64)}`,
        annotations: { Subject: hostile },
      },
    });
    scene.signatures[digestA] = foundInTag([forged]);
    const tree = newTree(scene);
    const row = await tree.find(host, 'demo/app', '1.0', 'sha256-aaaaaaaaaaaa….sig', 'Signature 1');
    const item = tree.item(row);
    tree.provider.resolveTreeItem?.(item, row, new vscode.CancellationTokenSource().token);
    assertHarmless(item);
    const lines = String(item.tooltip).split('\n');
    const claims = lines.indexOf('The payload claims:');
    const descriptor = lines.indexOf('The descriptor, signed by nobody, says:');
    assert.ok(claims === 0 && descriptor > claims);
    const at = (words: string): number => lines.findIndex((line) => line.startsWith(words));
    assert.ok(at('•\u00a0Signed by = ') > claims && at('•\u00a0Signed by = ') < descriptor);
    assert.ok(at('•\u00a0Subject = ') > descriptor);
  });

  it('counts as a command’s argument only when this tree made it [S38]', async () => {
    const tree = newTree(newScene());
    const tag = await tree.find(host, 'demo/app', '1.0');
    assert.equal(tree.provider.made(tag), true);
    for (const foreign of [{ ...tag }, Object.create(tag), undefined, null, 'tag', tag.id, [tag]]) {
      assert.equal(tree.provider.made(foreign), false);
    }
  });
});

interface Manifest {
  contributes: { menus: Record<string, { command: string; when?: string }[]> };
}

const commandOf: Record<string, string> = {
  retry: 'countersign.refresh',
  'show-log': 'countersign.showLog',
  'copy-docker-login': 'countersign.copyDockerLogin',
  'open-terminal': 'countersign.openTerminal',
  'open-settings': 'countersign.openSettings',
  'allow-token-host': 'countersign.allowTokenHost',
};

/** The part of a when clause that this view's menus use: `view == … && viewItem =~ /…/ && !(viewItem =~ /…/)`. */
function matches(when: string | undefined, contextValue: string): boolean {
  if (!when?.startsWith('view == countersign.registries')) return false;
  const wanted = [...when.matchAll(/(!\()?viewItem =~ \/(.*?)\/(?=\)| |$)/g)];
  return wanted.every(
    ([, not, pattern]) => new RegExp(pattern ?? '').test(contextValue) === (not === undefined),
  );
}

function assertHarmless(item: vscode.TreeItem): void {
  const texts = [item.label, item.description, item.tooltip, item.accessibilityInformation?.label];
  for (const text of texts.filter((one) => typeof one === 'string')) {
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /\]\(|\$\(|[\u202a-\u202e\u0000-\u0009\u000b-\u001f]/);
  }
}
