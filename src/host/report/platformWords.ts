// What covers the platform images of an index, in words (S19): each is a subject of its own.
import * as vscode from 'vscode';
import type { Platform } from '../../engine/oci/descriptor.ts';
import type { Digest } from '../../engine/oci/digest.ts';
import { formatPlatform } from '../../engine/oci/platforms.ts';
import type { PlatformCoverage, PlatformsReport, VerifyReport } from '../../engine/verdict.ts';
import type { WithinIndex } from './shownReport.ts';
import { cutShort, type Mark } from './verdictWords.ts';

/** `linux/arm64/v8`; undefined where an index names none. */
export function platformText(platform: Platform | undefined): string | undefined {
  return platform === undefined ? undefined : formatPlatform(platform);
}

/** One line per image, and how many were not looked at. `missing`: what the folder of a saved image does not hold. */
export function platformLines(
  { images, more }: PlatformsReport,
  mark: Mark,
  missing: readonly Digest[] = [],
): readonly string[] {
  const lines = images.map((image) => {
    const platform = platformText(image.platform);
    const name = platform === undefined ? mark(image.digest) : `${mark(platform)} ${mark(image.digest)}`;
    const coverage = coverageWords(image);
    return missing.includes(image.digest)
      ? vscode.l10n.t('{0}: it is missing in the folder; {1}', name, coverage)
      : `${name}: ${coverage}`;
  });
  return more === 0
    ? lines
    : [...lines, vscode.l10n.t('{0} more that the index lists were not looked at.', more)];
}

/** What covers one image, for a line of the report or a row of the tree. */
export function coverageWords({ coverage, own }: PlatformCoverage): string {
  switch (coverage) {
    case 'own-signature':
      return vscode.l10n.t('verified by a signature of its own');
    case 'through-index':
      return throughIndex(own);
    case 'could-not-check':
      return vscode.l10n.t('could not be checked');
    case 'not-covered':
      return notCovered(own);
  }
}

function throughIndex(own: PlatformCoverage['own']): string {
  switch (own) {
    case 'could-not-check':
      return vscode.l10n.t('verified through the index; its own signatures could not be checked');
    case 'rejected':
      return vscode.l10n.t('verified through the index; a trusted signature of its own fails a check');
    default:
      return vscode.l10n.t('verified through the index, which lists it; not by a signature of its own');
  }
}

function notCovered(own: PlatformCoverage['own']): string {
  switch (own) {
    case 'rejected':
      return vscode.l10n.t('not verified: a trusted signature of its own fails a check');
    case 'untrusted':
      return vscode.l10n.t('not verified: signed, by no one you trust');
    default:
      return vscode.l10n.t('not signed');
  }
}

/** That an image stands in a verified index, whatever its own verdict is. */
export function withinSentence({ tag, digest }: WithinIndex, mark: Mark = cutShort): string {
  const index = tag === undefined ? mark(digest) : mark(`${tag}@${digest}`);
  return vscode.l10n.t('The index {0}, which lists this image, is verified.', index);
}

/** What a message adds where an index is not verified and some of its images are; undefined where there is nothing to add. */
export function coveredSentence({ verdict, platforms }: VerifyReport): string | undefined {
  if (verdict === 'verified' || platforms === undefined) return undefined;
  const covered = platforms.images.filter(({ coverage }) => coverage === 'own-signature').length;
  if (covered === 0) return undefined;
  const all = platforms.images.length + platforms.more;
  return vscode.l10n.t(
    'This is the index; {0} of its {1} platform images are verified by signatures of their own.',
    covered,
    all,
  );
}
