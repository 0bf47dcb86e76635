// A signature that may be removed, in a line: who made it, and what tells it from the others of its list.
import * as vscode from 'vscode';
import type { RemovableSignature } from '../../engine/removePlan.ts';
import { signerName } from '../report/verdictWords.ts';
import { shortDigest, signatureAnnotation } from '../tree/signatureTag.ts';

export interface SignatureLine {
  /** `Signature 2`, as in the tree: where it stands in its list. */
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** `list`: the signatures that it stands among. Raw text: the pick list disarms it. */
export function signatureLine(
  signature: RemovableSignature,
  list: readonly RemovableSignature[],
): SignatureLine {
  return {
    label: vscode.l10n.t('Signature {0}', signature.claimed.index + 1),
    description: whoWords(signature),
    detail: marksOf(signature, list).join(' · '),
  };
}

/** Who signed where a key at hand proves it, else what the payload claims. */
function whoWords({ claimed, signer }: RemovableSignature): string {
  if (signer !== undefined) return vscode.l10n.t('by {0}', signerName(signer));
  const { claims } = claimed;
  return claims === undefined
    ? vscode.l10n.t('by none of your keys')
    : vscode.l10n.t('by none of your keys; claims {0}', claims.dockerReference);
}

// What has one form comes first: annotations are anybody's text, and cannot pass for what stands in front of them.
function marksOf(one: RemovableSignature, list: readonly RemovableSignature[]): readonly string[] {
  const { digest } = one.claimed.descriptor;
  // Strangers who sign the same name sign the same payload.
  const isShared = list.some((other) => other !== one && other.claimed.descriptor.digest === digest);
  return [
    vscode.l10n.t('payload {0}', shortDigest(digest)),
    ...(isShared ? signatureEnd(one) : []),
    ...annotationsOf(one),
  ];
}

/** Its last characters: all of ECDSA begin alike. */
function signatureEnd({ claimed }: RemovableSignature): readonly string[] {
  const text = claimed.descriptor.annotations?.[signatureAnnotation]?.replace(/=+$/, '');
  return text === undefined ? [] : [vscode.l10n.t('signature …{0}', text.slice(-8))];
}

const mostAnnotations = 3;
const longestAnnotation = 30;

function annotationsOf({ claimed }: RemovableSignature): readonly string[] {
  const all = (claimed.claims?.annotations ?? []).map(([name, value]) => `${name}=${value}`);
  const shown = all
    .slice(0, mostAnnotations)
    .map((text) => (text.length > longestAnnotation ? `${text.slice(0, longestAnnotation)}…` : text));
  return all.length > mostAnnotations ? [...shown, '…'] : shown;
}
