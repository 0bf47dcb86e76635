// A `sha256-HEX.sig` tag: under the image it signs, where its signatures are known already, and in the plain list of
// tags, where expanding reads them and tells whether the image is still there.
import * as vscode from 'vscode';
import type { SubjectState } from '../../engine/api.ts';
import type { JudgedSignature, Place } from '../../engine/verdict.ts';
import type { TreeContext } from './context.ts';
import { familiar } from './entry.ts';
import type { Image } from './image.ts';
import { newNote } from './messageNodes.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';
import { newSignatureNode } from './signatureNode.ts';
import { shortSignatureTag, subjectOf } from './signatureTag.ts';

/** The tag under its image: reads nothing. */
export function newKnownSignatureTag(
  context: TreeContext,
  parent: TreeNode,
  image: Image,
  place: Place,
  manifest: string,
  signatures: readonly JudgedSignature[],
): TreeNode {
  const elsewhere = place.repository === image.repository ? undefined : familiar(place.repository);
  const node: TreeNode = {
    kind: 'signatureTag',
    id: `${parent.id}/signatureTag:${place.repository}:${place.target}`,
    parent,
    registry: place.repository.split('/', 1)[0] ?? parent.registry,
    repository: place.repository,
    tag: place.target,
    digest: manifest,
    signs: `${image.repository}@${image.digest}`,
    treeItem() {
      const where = elsewhere === undefined ? undefined : vscode.l10n.t('in {0}', elsewhere);
      const item = itemOf(place.target, [countOf(signatures.length), where]);
      item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
      item.contextValue = contextValue('signatureTag', 'digest', 'signed');
      return item;
    },
    resolve(item) {
      item.tooltip = [`${familiar(place.repository)}:${place.target}`, manifest].join('\n');
    },
    children: () =>
      Promise.resolve(
        signatures.map((signature, at) => newSignatureNode(context, node, image, signature, at)),
      ),
  };
  return node;
}

/** The tag in the plain list. `tagsOf` names the tags that are known to point at a digest. */
export function newSignatureTagNode(
  context: TreeContext,
  parent: TreeNode,
  repository: string,
  tag: string,
  tagsOf: (digest: string) => readonly string[],
): TreeNode {
  const subject = subjectOf(tag);
  let manifest: string | undefined;
  let count: number | undefined;
  let isOrphan = false;
  let isElsewhere = false;
  const node: TreeNode = {
    kind: 'signatureTag',
    id: `${parent.id}/signatureTag:${tag}`,
    parent,
    registry: parent.registry,
    repository,
    tag,
    get digest() {
      return manifest;
    },
    // The repository that a payload names is a claim: nothing is asked there before a person says so.
    get signs() {
      return subject === undefined || isElsewhere ? undefined : `${repository}@${subject}`;
    },
    treeItem() {
      const signed = subject === undefined ? [] : tagsOf(subject);
      const item = itemOf(tag, [
        isOrphan ? vscode.l10n.t('orphan') : undefined,
        count === undefined ? undefined : countOf(count),
        signed.length === 0 ? undefined : vscode.l10n.t('named for {0}', signed.join(', ')),
      ]);
      if (isOrphan) item.iconPath = new vscode.ThemeIcon('debug-disconnect');
      item.contextValue = contextValue(
        'signatureTag',
        manifest !== undefined && 'digest',
        isOrphan && 'orphan',
      );
      return item;
    },
    resolve(item) {
      item.tooltip = [`${familiar(repository)}:${tag}`, manifest ?? ''].join('\n').trim();
    },
    async children(signal) {
      const inspected = await context.engine().inspectSignatureTag(repository, tag, signal);
      manifest = inspected.manifest;
      count = inspected.signatures.length;
      isOrphan = inspected.subjectState === 'orphan';
      isElsewhere = inspected.subjectState === 'elsewhere';
      context.redraw(node);
      const image = { repository, digest: inspected.subject };
      const signatures = inspected.signatures.map((one, at) =>
        newSignatureNode(context, node, image, one, at),
      );
      return [...stateNotes(node, inspected.subjectState), ...signatures];
    },
    forget() {
      manifest = undefined;
      count = undefined;
      isOrphan = false;
      isElsewhere = false;
    },
  };
  return node;
}

function stateNotes(parent: TreeNode, state: SubjectState): TreeNode[] {
  switch (state) {
    case 'there':
      return [];
    case 'orphan':
      return [
        newNote(parent, 'orphan', {
          label: vscode.l10n.t('Orphan: the image that its name names is not in this repository'),
          icon: 'debug-disconnect',
        }),
      ];
    case 'elsewhere':
      return [
        newNote(parent, 'elsewhere', {
          label: vscode.l10n.t('Of an image in another repository, which the signatures below name'),
          icon: 'link-external',
        }),
      ];
    case 'cannot-tell':
      return [
        newNote(parent, 'orphan', {
          label: vscode.l10n.t('Cannot tell whether the image that its name names is still there'),
          icon: 'question',
        }),
      ];
  }
}

function itemOf(tag: string, details: readonly (string | undefined)[]): vscode.TreeItem {
  const item = new vscode.TreeItem(shortSignatureTag(tag), vscode.TreeItemCollapsibleState.Collapsed);
  const description = details.filter((detail) => detail !== undefined).join(' · ');
  item.description = description;
  item.iconPath = new vscode.ThemeIcon('pencil');
  const label = vscode.l10n.t('signature tag {0}', shortSignatureTag(tag));
  item.accessibilityInformation = { label: description === '' ? label : `${label}, ${description}` };
  return item;
}

function countOf(signatures: number): string {
  return signatures === 1 ? vscode.l10n.t('1 signature') : vscode.l10n.t('{0} signatures', signatures);
}
