// One image of an index. It may be signed by itself; a signature of the index does not stand here.
import * as vscode from 'vscode';
import type { ImageInspection } from '../../engine/api.ts';
import type { TreeContext } from './context.ts';
import { imageItem, imageTooltip, readSignatures } from './imageNodes.ts';
import type { TreeNode } from './nodes.ts';
import { shortDigest } from './signatureTag.ts';
import { disarm } from '../ui/foreignText.ts';

/** `position`: where the index lists it; an index may list one image twice. */
export function newPlatformNode(
  context: TreeContext,
  parent: TreeNode,
  repository: string,
  child: ImageInspection['children'][number],
  position: number,
): TreeNode {
  const { digest } = child;
  let signatures: number | undefined;
  const node: TreeNode = {
    kind: 'platform',
    id: `${parent.id}/platform:${position}:${digest}`,
    parent,
    registry: parent.registry,
    repository,
    digest,
    treeItem() {
      return imageItem(context, node, {
        kind: 'platform',
        label: platformName(child.platform),
        icon: 'package',
        description: shortDigest(digest),
        signatures,
        isIndex: false,
      });
    },
    resolve(item) {
      item.tooltip = imageTooltip(context, node, signatures);
    },
    async children(signal) {
      const found = await readSignatures(context, node, { repository, digest }, signal);
      signatures = found.signatures;
      context.redraw(node);
      return found.nodes;
    },
    forget() {
      signatures = undefined;
    },
  };
  return node;
}

/** `linux/arm64/v8`; what build tools attach to an index calls its platform unknown. */
function platformName(platform: ImageInspection['children'][number]['platform']): string {
  if (platform === undefined) return vscode.l10n.t('image without a platform');
  const { os, architecture, variant } = platform;
  if (os === 'unknown') return vscode.l10n.t('attached data');
  return disarm(
    [os, architecture, variant].filter((part) => part !== undefined && part !== '').join('/'),
    60,
  );
}
