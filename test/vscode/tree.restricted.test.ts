// The registries tree in Restricted Mode: nothing of the workspace's, and no request before a person opens something.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as config from '../../src/host/config.ts';
import { refresh } from '../../src/host/commands/refresh.ts';
import { type Registry, startRegistry } from '../demo/registry.ts';
import { folderNamed, settingsFileOf, writeSettings } from '../support/vscode/settings.ts';
import { newTreeHost, type TreeHost } from './treeHost.ts';

describe('the Registries view in Restricted Mode', () => {
  const file = settingsFileOf(folderNamed());
  let registry: Registry;
  let address: string;
  let tree: TreeHost;

  before(async () => {
    registry = await startRegistry();
    address = registry.address.replace('127.0.0.1', 'localhost');
    await config.addRegistry(address, 'user');
    await writeSettings(file, { 'countersign.registries': ['evil.example', `${address}/evil`] });
    tree = newTreeHost();
  });

  after(async () => {
    tree.dispose();
    await registry.stop();
    await writeSettings(file, {});
    const configuration = vscode.workspace.getConfiguration('countersign');
    await configuration.update('registries', undefined, vscode.ConfigurationTarget.Global);
  });

  it('shows only the registries of the person’s own settings, and asks them nothing by itself [N2]', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const roots = (await tree.provider.getChildren()) ?? [];
    assert.deepEqual(
      roots.map((root) => root.treeItem().label),
      [address],
    );
    await refresh(tree.host, undefined);
    await tree.provider.getChildren();
    assert.deepEqual(registry.requests, []);
  });

  it('asks a registry once a person opens it [N2]', async () => {
    const [root] = (await tree.provider.getChildren()) ?? [];
    await tree.provider.getChildren(root);
    assert.equal(registry.requests.length, 1);
  });
});
