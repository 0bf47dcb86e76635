// Errors in the registries tree, on a stand-in of the engine: said in place, with actions that work.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EngineError } from '../../src/engine/errors.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import { hostile } from '../support/hostile.ts';
import { until } from '../support/until.ts';
import { answered, app, host, newScene, newTree } from './treeStandIn.ts';
import { assertHarmless } from './treeWords.ts';
import { nobody } from '../support/logins.ts';

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
    scene.tags[app] = [['1.0'], unreachable];
    const tree = newTree(scene, [app]);
    const root = tree.roots[0]!;
    const [status] = await tree.rows(root);
    assert.ok(status);
    // What loads behind the view disturbs nobody with an error: its row says so.
    await until(() => String(tree.item(status).description).startsWith('the rest could not be loaded'));
    await root.loadMore?.(new AbortController().signal);
    tree.provider.drop(root);
    const rows = await tree.rows(root);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['status', 'tag', 'error'],
    );
    scene.tags[app] = [['1.0'], ['2.0']];
    await rows[2]?.retry?.(new AbortController().signal);
    tree.provider.drop(root);
    assert.deepEqual(await tree.words(root), ['All 2 loaded', '2.0', '1.0']);
  });

  it('has for each of its actions a menu entry that its context value matches [U11]', async () => {
    const extension = vscode.extensions.getExtension('countersign.countersign');
    const { menus } = (extension?.packageJSON as Manifest).contributes;
    const answer = { ...answered(401), credential: nobody };
    const failures = [
      unreachable,
      new EngineError('not-signed-in', answer),
      new EngineError('plain-http-refused', { registry: host, realmHost: host, reason: 'not-listed' }),
      new EngineError('unreachable', { host, reason: 'no-tls', message: '' }),
      new EngineError('certificate-changed', { host, trusted: 'a'.repeat(64), found: 'b'.repeat(64) }),
      new EngineError('certificate-not-trusted', { host, reason: 'self-signed', message: '' }),
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

  it('says that it was cancelled also when the offer to stop a slow load was taken', async () => {
    const scene = newScene();
    let open = (): void => undefined;
    scene.gate = new Promise<void>((resolve) => (open = resolve));
    const slow: TreeNode[] = [];
    const tree = newTree(scene, [app], {
      slowAfterMilliseconds: 1,
      showSlow: (node, load, cancel) => {
        slow.push(node);
        load.then(open, open);
        cancel();
      },
    });
    assert.deepEqual(await tree.words(tree.roots[0]!), ['Cancelled.']);
    assert.deepEqual(slow, [tree.roots[0]]);
    await scene.gate;
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

interface Manifest {
  contributes: { menus: Record<string, { command: string; when?: string }[]> };
}

const commandOf: Record<string, string> = {
  retry: 'countersign.refresh',
  'show-log': 'countersign.showLog',
  'sign-in': 'countersign.signIn',
  'copy-docker-login': 'countersign.copyDockerLogin',
  'open-terminal': 'countersign.openTerminal',
  'open-settings': 'countersign.openSettings',
  'allow-token-host': 'countersign.allowTokenHost',
  'trust-certificate': 'countersign.trustCertificate',
};

/** The part of a when clause that this view's menus use: `view == … && viewItem =~ /…/ && !(viewItem =~ /…/)`. */
function matches(when: string | undefined, contextValue: string): boolean {
  if (!when?.startsWith('view == countersign.registries')) return false;
  const wanted = [...when.matchAll(/(!\()?viewItem =~ \/(.*?)\/(?=\)| |$)/g)];
  return wanted.every(
    ([, not, pattern]) => new RegExp(pattern ?? '').test(contextValue) === (not === undefined),
  );
}
