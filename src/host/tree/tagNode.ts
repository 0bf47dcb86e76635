// A tag. Its digest is asked for when it is expanded, never before; below it stand what was found of signatures and the
// images of an index.
import type { ImageInspection } from '../../engine/api.ts';
import { isIndexType } from '../../engine/oci/mediaTypes.ts';
import type { TreeContext } from './context.ts';
import { imageItem, imageTooltip, readSignatures } from './imageNodes.ts';
import type { TreeNode } from './nodes.ts';
import { newPlatformNode } from './platformNode.ts';

export interface TagNode extends TreeNode {
  /** A command has resolved the tag: it points at this digest now. */
  learn(digest: string): void;
}

export function newTagNode(context: TreeContext, parent: TreeNode, repository: string, tag: string): TagNode {
  let digest = context.learnedDigest(repository, tag);
  let image: ImageInspection | undefined;
  let signatures: number | undefined;

  function learn(found: string): void {
    if (found === digest) return;
    digest = found;
    image = undefined;
    signatures = undefined;
  }

  const node: TagNode = {
    kind: 'tag',
    id: `${parent.id}/tag:${tag}`,
    parent,
    registry: parent.registry,
    repository,
    tag,
    get digest() {
      return digest;
    },
    learn,
    treeItem() {
      const isIndex = image !== undefined && isIndexType(image.mediaType);
      return imageItem(context, node, {
        kind: 'tag',
        label: tag,
        icon: isIndex ? 'layers' : 'tag',
        signatures,
        isIndex,
      });
    },
    resolve(item) {
      item.tooltip = imageTooltip(context, node, signatures);
    },
    async children(signal) {
      const inspected = await context.engine().inspectImage(`${repository}:${tag}`, signal);
      learn(inspected.digest);
      image = inspected;
      const found = await readSignatures(context, node, inspected, signal).finally(() => {
        context.redraw(node);
      });
      signatures = found.signatures;
      const platforms = inspected.children.map((child, position) =>
        newPlatformNode(context, node, repository, child, position),
      );
      return [...found.nodes, ...platforms];
    },
    forget() {
      digest = undefined;
      image = undefined;
      signatures = undefined;
    },
  };
  return node;
}
