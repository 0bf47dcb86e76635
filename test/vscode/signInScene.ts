// What the suites about signing in share: a tree with one registry that wants a login, and what a person answers.
import assert from 'node:assert/strict';
import type { EngineApi } from '../../src/engine/api.ts';
import * as config from '../../src/host/config.ts';
import { followLogins } from '../../src/host/signIn/followLogins.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import { startRegistry } from '../demo/registry.ts';
import { addSamples } from '../demo/samples.ts';
import type { KeyHostOptions } from '../support/vscode/keyHost.ts';
import { memorySecrets, memoryState } from '../support/vscode/memoryState.ts';
import type { Answer } from '../support/vscode/person.ts';
import { type FlowHost, newFlowHost } from './flowHost.ts';
import { labelOf } from './treeWords.ts';

const ends: (() => unknown)[] = [];

/** Ends what a test began. */
export async function endScenes(): Promise<void> {
  for (const end of ends.splice(0)) await end();
}

/** Before the next test, the last begun first. */
export function endWith(end: () => unknown): void {
  ends.unshift(end);
}

export const canary = 'canary-word';
export const never = new AbortController().signal;

export const anyLogin: Answer = {
  type: 'pick',
  about: /How do you want to sign in/,
  label: /^User name and password/,
};
export const user = (text: string | undefined): Answer => ({ type: 'text', about: /user name/, text });
export const words = (...passwords: readonly string[]): Answer => ({
  ...{ type: 'passwords', about: /kept only if .* takes it/, passwords },
});

export async function newScene(
  address: string,
  verbs?: (real: EngineApi) => Partial<EngineApi>,
  options: Partial<KeyHostOptions> = {},
): Promise<FlowHost> {
  await config.addRegistry(address, 'user');
  const scene = newFlowHost(verbs, { state: memoryState(), secrets: memorySecrets(), ...options });
  const following = followLogins(scene.host);
  endWith(async () => {
    following.dispose();
    scene.dispose();
    await config.removeRegistry(address);
  });
  return scene;
}

export const rows = async ({ provider }: FlowHost, node?: TreeNode): Promise<readonly TreeNode[]> =>
  (await provider.getChildren(node)) ?? [];
export const labels = async (scene: FlowHost): Promise<readonly string[]> => {
  const [root] = await rows(scene);
  return (await rows(scene, root)).map((row) => labelOf(row.treeItem()));
};
export const errorRow = async (scene: FlowHost): Promise<TreeNode> => {
  const [root] = await rows(scene);
  const row = (await rows(scene, root)).find(({ kind }) => kind === 'error');
  assert.ok(row);
  return row;
};

export async function tokenRegistry(): Promise<string> {
  const registry = await startRegistry({
    auth: {
      token: { expiresInSeconds: 300 },
      users: { ann: canary, ben: `${canary}-of-ben` },
      grants: (who, _name, action) => who === 'ann' || (who === 'ben' && action === 'pull'),
    },
  });
  endWith(() => registry.stop());
  const address = registry.address.replace('127.0.0.1', 'localhost');
  addSamples(registry.state, address);
  return address;
}
