// An attestation tag or an SBOM tag (`sha256-….att`, `.sbom`): what cosign keeps beside an image that is no signature. It
// is shown, and judged by nobody.
import * as vscode from 'vscode';
import { familiar } from './entry.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';
import { besideTag } from './signatureTag.ts';

/** `tagsOf` names the tags that are known to point at a digest; under its image that goes without saying. */
export function newBesideNode(
  parent: TreeNode,
  repository: string,
  tag: string,
  tagsOf: (digest: string) => readonly string[] = () => [],
): TreeNode {
  const beside = besideTag(tag);
  const isSbom = beside?.kind === 'sbom';
  return {
    kind: 'beside',
    id: `${parent.id}/beside:${tag}`,
    parent,
    registry: parent.registry,
    repository,
    tag,
    treeItem() {
      const ending = isSbom ? 'sbom' : 'att';
      const name = `${tag.slice(0, 'sha256-'.length + 12)}….${ending}`;
      const item = new vscode.TreeItem(name);
      const what = isSbom ? vscode.l10n.t('SBOM') : vscode.l10n.t('attestations');
      const images = beside === undefined ? [] : tagsOf(beside.digest);
      const named = images.length === 0 ? undefined : vscode.l10n.t('named for {0}', images.join(', '));
      const words = [what, vscode.l10n.t('not checked'), named].filter((part) => part !== undefined);
      item.description = words.join(' · ');
      item.iconPath = new vscode.ThemeIcon(isSbom ? 'list-unordered' : 'note');
      item.contextValue = contextValue('beside', isSbom ? 'sbom' : 'attestation');
      item.accessibilityInformation = { label: [name, ...words].join(', ') };
      return item;
    },
    resolve(item) {
      item.tooltip = `${familiar(repository)}:${tag}`;
    },
  };
}
