// One signature in a report: who is proven, its checks, and, each in a block of its own, what the signed payload says and
// what stands unsigned beside it (S13, S15). Only a signature that passed has more than "claims".
import * as vscode from 'vscode';
import type {
  CheckResult,
  CheckValue,
  JudgedSignature,
  MadeWith,
  SignatureClaims,
} from '../../engine/verdict.ts';
import { cosignReading } from '../../engine/signatureScheme.ts';
import { algorithmName, isUsual, schemeName } from '../keys/algorithmWords.ts';
import { documentProblem } from '../ui/documentWords.ts';
import { literal } from '../ui/foreignText.ts';
import { signatureProblem } from '../ui/signatureWords.ts';
import { checkName, formatName, placeName } from './verdictWords.ts';

const mostAnnotations = 50;

/** Markdown of one signature, starting with its heading. */
export function signatureBlock(signature: JudgedSignature): string {
  const blocks = [
    `### ${heading(signature)}`,
    vscode.l10n.t('In the {0}', placeName(signature.place, literal)),
    ...(signature.problem === undefined ? [] : [literal(signatureProblem(signature.problem))]),
    ...block(vscode.l10n.t('Proven identity'), signerLines(signature)),
    ...block(vscode.l10n.t('Checks'), signature.checks.map(checkLine)),
    ...(signature.madeWith === undefined ? [] : cosignNote(signature.madeWith)),
    ...block(claimsHeading(signature), claimLines(signature.claims)),
    ...block(vscode.l10n.t('Not signed by anybody'), descriptorLines(signature)),
  ];
  return blocks.join('\n\n');
}

function heading({ index, format, status }: JudgedSignature): string {
  const number = index + 1;
  switch (status) {
    case 'valid':
      return vscode.l10n.t('Signature {0}: valid', number);
    case 'rejected':
      return vscode.l10n.t('Signature {0}: rejected', number);
    case 'untrusted':
      return vscode.l10n.t('Signature {0}: of no one you trust', number);
    case 'not-judged':
      return `${formatName(format)} ${String(number)}: ${vscode.l10n.t('not judged')}`;
  }
}

function signerLines({ signer, status, madeWith, format, problem }: JudgedSignature): readonly string[] {
  if (status === 'not-judged' && format === 'simple-signing' && problem === undefined) {
    return [
      vscode.l10n.t('None: it names its signer by a certificate, which this version cannot judge yet.'),
    ];
  }
  if (status === 'not-judged') return [vscode.l10n.t('None: no key was tried on it.')];
  if (signer === undefined) return [vscode.l10n.t('None: no key at hand verifies it.')];
  const lines = [vscode.l10n.t('Key {0}', literal(signer.fingerprint))];
  if (madeWith !== undefined && !isUsual(madeWith.algorithm)) {
    lines.push(vscode.l10n.t('Algorithm: {0}', literal(algorithmName(madeWith.algorithm))));
  }
  if (signer.label !== '') lines.push(vscode.l10n.t('Your label for it: {0}', literal(signer.label)));
  return lines;
}

/** Who verifies with cosign as well must not wonder about a failure. */
function cosignNote({ scheme }: MadeWith): readonly string[] {
  const reading = cosignReading[scheme];
  switch (reading) {
    case 'plain':
      return [];
    case 'never':
      return [
        vscode.l10n.t(
          'Signed with {0}: cosign does not verify this with a key, whatever its flags.',
          schemeName(scheme),
        ),
      ];
    case 'sha384':
    case 'sha512':
      return [
        vscode.l10n.t(
          'Signed with {0}: cosign verifies this only with `--signature-digest-algorithm {1}`.',
          schemeName(scheme),
          reading,
        ),
      ];
  }
}

function checkLine({ check, outcome, expected, found }: CheckResult): string {
  const name = checkName(check);
  switch (outcome) {
    case 'passed':
      return vscode.l10n.t('passed: {0}', name);
    case 'failed':
      return vscode.l10n.t(
        '**failed**: {0}; expected {1}, found {2}',
        name,
        checkValue(expected),
        checkValue(found),
      );
    case 'note':
      return vscode.l10n.t(
        'differs: {0}; here {1}, there {2}',
        name,
        checkValue(expected),
        checkValue(found),
      );
  }
}

function checkValue(checked: CheckValue): string {
  if (typeof checked === 'string') return value(checked);
  if ('unreadable' in checked) return documentProblem(checked.unreadable);
  const { mediaType, size, digest } = checked;
  return vscode.l10n.t('{0}, {1} bytes, {2}', value(mediaType), size, value(digest));
}

function claimsHeading({ status }: JudgedSignature): string {
  return status === 'valid'
    ? vscode.l10n.t('Signed: what the signer says')
    : vscode.l10n.t('Claims: what the payload says, unproven');
}

function claimLines(claims: SignatureClaims | undefined): readonly string[] {
  if (claims === undefined) return [];
  return [
    vscode.l10n.t('Digest: {0}', value(claims.digest)),
    vscode.l10n.t('Name: {0}', value(claims.dockerReference)),
    vscode.l10n.t('Type: {0}', value(claims.type)),
    ...annotationLines(claims.annotations),
  ];
}

function descriptorLines({ descriptor, format }: JudgedSignature): readonly string[] {
  const type = descriptor.artifactType ?? descriptor.mediaType;
  return [
    vscode.l10n.t('Type: {0}', value(type)),
    format === 'simple-signing'
      ? vscode.l10n.t('Payload: {0}, {1} bytes', value(descriptor.digest), descriptor.size)
      : vscode.l10n.t('Stored as: {0}, {1} bytes', value(descriptor.digest), descriptor.size),
    ...annotationLines(Object.entries(descriptor.annotations ?? {})),
  ];
}

/** A thousand signatures with thousands of annotations each would be a report that no editor opens. */
function annotationLines(annotations: SignatureClaims['annotations']): readonly string[] {
  const more = annotations.length - mostAnnotations;
  return [
    ...annotations
      .slice(0, mostAnnotations)
      .map(([name, text]) => vscode.l10n.t('Annotation {0}: {1}', value(name), value(text))),
    ...(more > 0 ? [vscode.l10n.t('Annotations that are not shown: {0}', more)] : []),
  ];
}

/** Longer values (signatures, certificates) are one action away: Show Manifest. */
function value(text: string): string {
  return text === '' ? vscode.l10n.t('nothing') : literal(text, 300);
}

function block(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`**${title}**`, lines.map((line) => `- ${line}`).join('\n')];
}
