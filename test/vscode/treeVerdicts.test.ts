// Verdicts and foreign text in the registries tree, on a stand-in of the engine.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hostile } from '../support/hostile.ts';
import { reportOf, signature } from '../support/reports.ts';
import { digestA, foundInTag, host, newScene, newTree } from './treeStandIn.ts';
import { assertHarmless, tooltipOf } from './treeWords.ts';

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
      await tree.provider.resolveTreeItem?.(item, row, new vscode.CancellationTokenSource().token);
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
    await tree.provider.resolveTreeItem?.(item, row, new vscode.CancellationTokenSource().token);
    assertHarmless(item);
    const lines = tooltipOf(item).split('\n');
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
