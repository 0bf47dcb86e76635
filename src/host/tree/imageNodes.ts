// What tags and platform images have in common: how an image with a known digest looks, and what is found below it.
import * as vscode from 'vscode';
import { EngineError } from '../../engine/errors.ts';
import type { ErrorCode } from '../../engine/errors.ts';
import type { JudgedSignature, Place, PlaceAnswer } from '../../engine/verdict.ts';
import { placeName } from '../report/verdictWords.ts';
import { credentialName } from '../ui/credentialWords.ts';
import { wordsOfFailure } from '../ui/errorWords.ts';
import { disarm } from '../ui/foreignText.ts';
import type { TreeContext } from './context.ts';
import { familiar } from './entry.ts';
import { newErrorNode, newNote } from './messageNodes.ts';
import { contextValue } from './nodes.ts';
import type { NodeKind, TreeNode } from './nodes.ts';
import type { Image } from './image.ts';
import { newSignatureNode } from './signatureNode.ts';
import { besideTag } from './signatureTag.ts';
import { newKnownSignatureTag } from './signatureTagNode.ts';
import { iconOf, markOf } from './verdictMark.ts';
import type { VerdictMark } from './verdictMark.ts';

export interface FoundBelow {
  readonly nodes: readonly TreeNode[];
  /** How many signatures were found, unchecked. */
  readonly signatures: number;
}

/**
 * Reads the places of an image: its signature tags with their signatures, signatures in other places, and a node for
 * each place that could not be read. Nothing is checked: present is not verified.
 */
export async function readSignatures(
  context: TreeContext,
  parent: TreeNode,
  image: Image,
  signal: AbortSignal,
): Promise<FoundBelow> {
  const settings = await context.signatureSettings();
  const reference = `${image.repository}@${image.digest}`;
  const { places, signatures } = await context.engine().inspectSignatures({ reference, settings }, signal);
  const nodes = places.flatMap((answer) => nodesOfPlace(context, parent, image, answer, signatures));
  if (nodes.length === 0) nodes.push(nothingFound(parent, places));
  return { nodes, signatures: signatures.filter(isSignature).length };
}

function nodesOfPlace(
  context: TreeContext,
  parent: TreeNode,
  image: Image,
  answer: PlaceAnswer,
  signatures: readonly JudgedSignature[],
): TreeNode[] {
  const { place } = answer;
  if (answer.outcome === 'could-not-read') return [unreadable(parent, place, answer)];
  if (answer.outcome === 'none') return [];
  const here = signatures.filter((signature) => samePlace(signature.place, place));
  if (place.kind === 'sig-tag') {
    return [newKnownSignatureTag(context, parent, image, place, answer.manifest, here)];
  }
  return here.map((signature, at) => newSignatureNode(context, parent, image, signature, at));
}

function isSignature({ format }: JudgedSignature): boolean {
  return format === 'simple-signing' || format === 'bundle';
}

function samePlace(a: Place, b: Place): boolean {
  return a.kind === b.kind && a.repository === b.repository && a.target === b.target;
}

function unreadable(
  parent: TreeNode,
  place: Place,
  { failure }: Extract<PlaceAnswer, { outcome: 'could-not-read' }>,
): TreeNode {
  const what = vscode.l10n.t('Could not read the {0}', familiar(placeName(place)));
  const name = `${place.kind}:${place.repository}`;
  // A place that is looked at only by the way is worth a note.
  if (!place.required) {
    const { message } = wordsOfFailure(failure.code, failure.details);
    return newNote(parent, name, { label: what, tooltip: `${what}: ${message}`, icon: 'warning' });
  }
  return newErrorNode(new EngineError<ErrorCode>(failure.code, failure.details), {
    parent,
    id: `${parent.id}/error:${name}`,
    registry: place.repository.split('/', 1)[0] ?? parent.registry,
    what,
  });
}

// A 404 means nothing without the name of who looked (S17).
function nothingFound(parent: TreeNode, places: readonly PlaceAnswer[]): TreeNode {
  const readers = places.flatMap((answer) =>
    answer.outcome === 'none' ? [credentialName(answer.reader.credential)] : [],
  );
  const who = [...new Set(readers)].join(', ');
  return newNote(parent, 'none', {
    label: vscode.l10n.t('No signatures found'),
    icon: 'circle-slash',
    ...(who === '' ? {} : { description: vscode.l10n.t('looked with {0}', who) }),
  });
}

export interface ImageLook {
  readonly kind: Extract<NodeKind, 'tag' | 'platform'>;
  readonly label: string;
  readonly icon: string;
  /** Undefined until the places were read. */
  readonly signatures: number | undefined;
  /** Tags in the list of tags that cosign would use beside it: there are signatures before anybody looked. */
  readonly beside?: readonly string[];
  readonly isIndex: boolean;
  /** Shown in front of everything else. */
  readonly description?: string;
}

/** The row of an image: its verdict of this session, else what was found and that nobody checked it. */
export function imageItem(context: TreeContext, node: TreeNode, look: ImageLook): vscode.TreeItem {
  const item = new vscode.TreeItem(look.label, vscode.TreeItemCollapsibleState.Collapsed);
  const report =
    node.digest === undefined ? undefined : context.findReport(node.repository ?? '', node.digest);
  const mark = report === undefined ? undefined : markOf(report, context.now());
  const beside = look.beside ?? [];
  const isSigned = look.signatures === undefined ? hasSignature(beside) : look.signatures > 0;
  const failed = mark === undefined && node.tag !== undefined ? failedMark(context, node) : undefined;
  const isKnown = (mark ?? failed) !== undefined || look.signatures !== undefined || beside.length > 0;
  const state = (mark ?? failed)?.words ?? signedWords(look.signatures, beside);
  item.iconPath = (mark ?? failed)?.icon ?? new vscode.ThemeIcon(isSigned ? 'unverified' : look.icon);
  item.description = [look.description, isKnown ? state : undefined]
    .filter((part) => part !== undefined)
    .join(' · ');
  item.contextValue = contextValue(
    look.kind,
    node.digest !== undefined && 'digest',
    look.isIndex && 'index',
    isSigned && 'signed',
    report?.verdict,
  );
  item.accessibilityInformation = { label: [look.label, look.description, state].filter(Boolean).join(', ') };
  return item;
}

/** What is known of the signatures of an image that nobody checked. `beside`: tags in the list of tags. */
export function signedWords(signatures: number | undefined, beside: readonly string[]): string {
  if (signatures !== undefined) return notChecked(signatures);
  const kinds = beside.map((tag) => besideTag(tag)?.kind);
  if (kinds.includes('signature')) return vscode.l10n.t('signed, not checked');
  if (kinds.includes('attestation')) return vscode.l10n.t('with attestations, not checked');
  if (kinds.includes('sbom')) return vscode.l10n.t('with an SBOM, not checked');
  return notChecked(undefined);
}

function failedMark(context: TreeContext, node: TreeNode): VerdictMark | undefined {
  const why = context.couldNotCheck(node.repository ?? '', node.tag ?? '');
  if (why === undefined) return undefined;
  return {
    words: vscode.l10n.t('could not check: {0}', disarm(why, 200)),
    icon: iconOf('could-not-check'),
  };
}

function hasSignature(beside: readonly string[]): boolean {
  return beside.some((tag) => besideTag(tag)?.kind === 'signature');
}

function notChecked(signatures: number | undefined): string {
  if (signatures === undefined) return vscode.l10n.t('not checked');
  if (signatures === 0) return vscode.l10n.t('no signatures found, not checked');
  return signatures === 1
    ? vscode.l10n.t('1 signature, not checked')
    : vscode.l10n.t('{0} signatures, not checked', signatures);
}
