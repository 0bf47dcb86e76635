// Pinned and recent names: few, valid, and gone when somebody clears them.
import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { mostPinned, mostRecent, newShortcuts } from '../../../../src/host/tree/shortcuts.ts';

function newMemento(
  stored: Record<string, unknown> = {},
): Memento & { readonly values: Map<string, unknown> } {
  const values = new Map(Object.entries(stored));
  return {
    values,
    keys: () => [...values.keys()],
    get: (key: string, otherwise?: unknown) => values.get(key) ?? otherwise,
    update: (key, value) => {
      if (value === undefined) values.delete(key);
      else values.set(key, value);
      return Promise.resolve();
    },
  };
}

describe('shortcuts of the tree', () => {
  it('keep what is pinned in the order of pinning, by one spelling, until it is unpinned', async () => {
    const shortcuts = newShortcuts(newMemento(), newMemento());
    await shortcuts.pin('ghcr.io/acme/app', 'repository');
    await shortcuts.pin('docker.io/library/nginx', 'repository');
    await shortcuts.pin('ghcr.io/acme/app', 'repository');
    assert.deepEqual(shortcuts.pinned(), ['ghcr.io/acme/app', 'index.docker.io/library/nginx']);
    assert.equal(shortcuts.isPinned('index.docker.io/library/nginx'), true);
    await shortcuts.unpin('ghcr.io/acme/app');
    assert.equal(shortcuts.isPinned('ghcr.io/acme/app'), false);
  });

  it('keep an entry that may be a namespace apart from repositories, and unpin it by the same name', async () => {
    const shortcuts = newShortcuts(newMemento(), newMemento());
    for (const entry of ['ghcr.io', 'ghcr.io/acme', 'docker.io/acme']) await shortcuts.pin(entry, 'entry');
    // In another workspace the name alone would be taken for a repository.
    assert.deepEqual(shortcuts.pinned(), []);
    for (const entry of ['ghcr.io', 'ghcr.io/acme', 'docker.io/acme']) {
      assert.equal(shortcuts.isPinned(entry), true);
      await shortcuts.unpin(entry);
      assert.equal(shortcuts.isPinned(entry), false);
    }
  });

  it('say so where no more can be pinned, and lose none of those that are', async () => {
    const shortcuts = newShortcuts(newMemento(), newMemento());
    for (let at = 0; at < mostPinned; at += 1)
      assert.equal(await shortcuts.pin(`r.example/app${String(at)}`, 'repository'), true);
    assert.equal(await shortcuts.pin('r.example/late', 'repository'), false);
    assert.equal(await shortcuts.pin('r.example/app0', 'repository'), true);
    assert.equal(shortcuts.pinned().length, mostPinned);
    assert.equal(shortcuts.isPinned('r.example/late'), false);
  });

  it('remember a few repositories, the last used first, each once', async () => {
    const shortcuts = newShortcuts(newMemento(), newMemento());
    for (let at = 0; at <= mostRecent; at += 1) await shortcuts.used(`r.example/app${String(at)}`);
    await shortcuts.used('r.example/app3');
    assert.equal(shortcuts.recent().length, mostRecent);
    assert.deepEqual(shortcuts.recent().slice(0, 2), [
      'r.example/app3',
      `r.example/app${String(mostRecent)}`,
    ]);
  });

  it('forget one recent repository or all, and leave nothing behind', async () => {
    const here = newMemento();
    const shortcuts = newShortcuts(newMemento(), here);
    await shortcuts.used('r.example/a');
    await shortcuts.used('r.example/b');
    await shortcuts.forgetRecent('r.example/b');
    assert.deepEqual(shortcuts.recent(), ['r.example/a']);
    await shortcuts.forgetRecent();
    assert.equal(here.values.size, 0);
  });

  it('leave out what is stored and no valid name [S4]', () => {
    const stored = ['r.example/../evil', 'r.example/a', 7, 'R.EXAMPLE/UPPER', 'r.example/a:1.0'];
    const shortcuts = newShortcuts(
      newMemento({ 'tree.pinned': stored }),
      newMemento({ 'tree.recent': stored }),
    );
    assert.deepEqual(shortcuts.pinned(), ['r.example/a']);
    assert.deepEqual(shortcuts.recent(), ['r.example/a']);
  });
});
