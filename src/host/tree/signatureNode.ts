// One signature as it was found. What it says are claims until a verification of this session has judged it (S15).
import * as vscode from 'vscode';
import type { JudgedSignature } from '../../engine/verdict.ts';
import { checkName, formatName, signerName } from '../report/verdictWords.ts';
import { disarm } from '../ui/foreignText.ts';
import { signatureProblem } from '../ui/signatureWords.ts';
import type { TreeContext } from './context.ts';
import { familiar } from './entry.ts';
import type { Image } from './image.ts';
import { contextValue } from './nodes.ts';
import type { TreeNode } from './nodes.ts';
import { signatureAnnotation } from './signatureTag.ts';
import { iconOf } from './verdictMark.ts';

/** What does not fit a tooltip is in the report and the manifest. */
const mostAnnotations = 20;

/** `position`: where it stands in its parent's list; what a registry calls its index may come twice. */
export function newSignatureNode(
  context: TreeContext,
  parent: TreeNode,
  image: Image,
  found: JudgedSignature,
  position: number,
): TreeNode {
  const { place, descriptor } = found;
  const isPayload = found.format === 'simple-signing';
  const node: TreeNode = {
    kind: 'signature',
    id: `${parent.id}/signature:${place.kind}:${place.repository}:${position}`,
    parent,
    registry: place.repository.split('/', 1)[0] ?? parent.registry,
    repository: place.repository,
    digest: descriptor.digest,
    isPayload,
    listed:
      place.kind === 'sig-tag'
        ? {
            tag: place.target,
            digest: descriptor.digest,
            signature: descriptor.annotations?.[signatureAnnotation],
          }
        : undefined,
    signs: parent.kind === 'signatureTag' ? parent.signs : `${image.repository}@${image.digest}`,
    treeItem() {
      const label = vscode.l10n.t('{0} {1}', formatName(found.format), found.index + 1);
      const look = lookOf(judgedOf(context, image, found), image, found);
      const item = new vscode.TreeItem(label);
      item.description = disarm(look.words, 200);
      item.iconPath = look.icon;
      item.contextValue = contextValue(
        'signature',
        isPayload && 'payload',
        place.kind === 'sig-tag' && 'listed',
        look.flag,
      );
      item.accessibilityInformation = { label: `${label}, ${disarm(look.words, 200)}` };
      return item;
    },
    resolve(item) {
      item.tooltip = tooltipOf(judgedOf(context, image, found) ?? found);
    },
  };
  return node;
}

/** The same signature in this session's report on the image, while that is good. */
function judgedOf(context: TreeContext, image: Image, found: JudgedSignature): JudgedSignature | undefined {
  const report = context.findReport(image.repository, image.digest);
  return report?.signatures.find(
    (judged) =>
      judged.place.kind === found.place.kind &&
      judged.place.repository === found.place.repository &&
      judged.index === found.index &&
      judged.descriptor.digest === found.descriptor.digest,
  );
}

interface Look {
  readonly words: string;
  readonly icon: vscode.ThemeIcon;
  readonly flag?: string;
}

function lookOf(judged: JudgedSignature | undefined, image: Image, found: JudgedSignature): Look {
  if (judged === undefined) {
    return { words: claimsOf(image, found), icon: new vscode.ThemeIcon('unverified') };
  }
  switch (judged.status) {
    case 'valid': {
      const who = judged.signer === undefined ? '' : signerName(judged.signer);
      return { words: vscode.l10n.t('valid, by {0}', who), icon: iconOf('verified'), flag: 'valid' };
    }
    case 'rejected': {
      const failed = judged.checks.filter((check) => check.outcome === 'failed');
      const why = failed.map(({ check }) => checkName(check)).join(', ');
      return { words: vscode.l10n.t('rejected: {0}', why), icon: iconOf('rejected'), flag: 'rejected' };
    }
    case 'untrusted':
      return { words: vscode.l10n.t('by no one you trust'), icon: iconOf('untrusted'), flag: 'untrusted' };
    case 'not-judged':
      return {
        words: vscode.l10n.t('not judged: {0}', reasonOf(judged)),
        icon: iconOf('could-not-check'),
      };
  }
}

function reasonOf({ problem, format }: JudgedSignature): string {
  if (problem !== undefined) return signatureProblem(problem);
  return format === 'simple-signing' ? vscode.l10n.t('signed with a certificate') : formatName(format);
}

// What differs from the image that the signature stands under is said first: it is what a check will find.
function claimsOf(image: Image, { format, claims, problem, descriptor }: JudgedSignature): string {
  const predicate = descriptor.annotations?.['predicateType'];
  if (format === 'attestation' && predicate !== undefined) {
    return vscode.l10n.t('claims {0}, not checked', predicate);
  }
  if (claims === undefined) {
    return problem === undefined ? vscode.l10n.t('not checked') : signatureProblem(problem);
  }
  if (claims.digest !== image.digest) return vscode.l10n.t('claims another image, not checked');
  if (claims.dockerReference === image.repository) return vscode.l10n.t('claims this image, not checked');
  return vscode.l10n.t('claims the name {0}, not checked', familiar(claims.dockerReference));
}

// Three blocks that never mix: what the payload says, what the unsigned descriptor says, and who signed (S15).
function tooltipOf(signature: JudgedSignature): string {
  const { claims, descriptor, signer } = signature;
  const lines: string[] = [];
  if (signer !== undefined) lines.push(vscode.l10n.t('Signed by {0}', disarm(signerName(signer))), '');
  if (claims !== undefined) {
    lines.push(
      vscode.l10n.t('The payload claims:'),
      point(claims.digest),
      point(claims.dockerReference),
      ...claims.annotations.slice(0, mostAnnotations).map(([name, value]) => point(`${name} = ${value}`)),
      '',
    );
  }
  lines.push(vscode.l10n.t('The descriptor, signed by nobody, says:'));
  lines.push(point(descriptor.mediaType), point(descriptor.digest));
  for (const [name, value] of Object.entries(descriptor.annotations ?? {}).slice(0, mostAnnotations)) {
    lines.push(point(`${name} = ${value.length > 60 ? `${value.slice(0, 60)}…` : value}`));
  }
  return lines.join('\n');
}

// The blank does not break: a long value would leave its point behind.
function point(foreign: string): string {
  return `•\u00a0${disarm(foreign, 200)}`;
}
