// One image of an index. It may be signed by itself; a signature of the index does not stand here.
import * as vscode from 'vscode';
import type { ImageInspection } from '../../engine/glance.ts';
import { coverageWords, platformText } from '../report/platformWords.ts';
import type { TreeContext } from './context.ts';
import { imageItem, readSignatures } from './imageNodes.ts';
import { imageTooltip } from './imageTooltip.ts';
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

  /** What the verdict on the index says of this image, until the image has one of its own. */
  function throughIndex(): string {
    if (context.findReport(repository, digest) !== undefined) return '';
    const index = parent.digest === undefined ? undefined : context.findReport(repository, parent.digest);
    const covered = index?.platforms?.images.find((image) => image.digest === digest);
    return covered === undefined ? '' : coverageWords(covered);
  }

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
        description: [shortDigest(digest), throughIndex()].filter((part) => part !== '').join(' · '),
        signatures,
        isIndex: false,
      });
    },
    resolve(item, signal) {
      const image = { digest, mediaType: child.mediaType, size: child.size };
      return imageTooltip(context, node, item, signal, { signatures, beside: [], image });
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
  if (platform.os === 'unknown') return vscode.l10n.t('attached data');
  return disarm(platformText(platform) ?? '', 60);
}
