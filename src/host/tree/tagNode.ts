// A tag. Its digest is asked for when it is expanded, never before; below it stand what was found of signatures and the
// images of an index. That an image is signed may be seen before, from the names in the list of tags.
import type { ImageInspection } from '../../engine/glance.ts';
import { isIndexType } from '../../engine/oci/mediaTypes.ts';
import { newBesideNode } from './besideNode.ts';
import type { TreeContext } from './context.ts';
import { imageItem, readSignatures } from './imageNodes.ts';
import { imageTooltip } from './imageTooltip.ts';
import type { TreeNode } from './nodes.ts';
import { newPlatformNode } from './platformNode.ts';
import { besideTag } from './signatureTag.ts';

export interface TagNode extends TreeNode {
  /** A command has resolved the tag: it points at this digest now. */
  learn(digest: string): void;
}

/** What the list of tags tells by itself. */
export interface Listed {
  /** What the list says that a tag points at: shown, never trusted (S31). */
  digestOf(tag: string): string | undefined;
  /** Milliseconds since 1970. */
  dateOf(tag: string): number | undefined;
  /** The tags in the list that cosign would use beside this image. */
  beside(digest: string): readonly string[];
}

export function newTagNode(
  context: TreeContext,
  parent: TreeNode,
  repository: string,
  tag: string,
  listed: Listed,
): TagNode {
  let digest = context.learnedDigest(repository, tag);
  let image: ImageInspection | undefined;
  let signatures: number | undefined;

  function learn(found: string): void {
    if (found === digest) return;
    digest = found;
    image = undefined;
    signatures = undefined;
  }

  function beside(): readonly string[] {
    const known = digest ?? listed.digestOf(tag);
    return known === undefined ? [] : listed.beside(known);
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
        beside: beside(),
        isIndex,
      });
    },
    resolve(item, signal) {
      return imageTooltip(context, node, item, signal, {
        signatures,
        beside: beside(),
        image,
        listedDigest: listed.digestOf(tag),
        date: listed.dateOf(tag),
      });
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
      // Attestations were read with the signatures; an SBOM is no place of theirs.
      const sboms = beside().filter((name) => besideTag(name)?.kind === 'sbom');
      return [...found.nodes, ...sboms.map((name) => newBesideNode(node, repository, name)), ...platforms];
    },
    forget() {
      digest = undefined;
      image = undefined;
      signatures = undefined;
    },
  };
  return node;
}
