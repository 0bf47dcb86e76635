// What to do about a "no" of Check Registry: the product's own setting, a setting of ours, or why nothing has to be done.
// One sentence or two each.
import * as vscode from 'vscode';
import type { FindingName } from '../../engine/findings.ts';
import type { Advice } from '../../engine/registryCheck.ts';
import { productAdvice } from '../ui/productAdvice.ts';

/** What a person can do. */
export function adviceWords(advice: Advice): string {
  switch (advice.kind) {
    case 'product':
      return productAdvice(advice.advice);
    case 'legacy-media-types':
      return advice.value
        ? vscode.l10n.t(
            'Signatures must be written in Docker’s media types: set countersign.legacyMediaTypes to true. “Change a Setting…” in the title of this report does it.',
          )
        : vscode.l10n.t(
            'Leave countersign.legacyMediaTypes at false here. “Change a Setting…” in the title of this report does it.',
          );
    case 'signature-repository':
      return vscode.l10n.t(
        'Signatures can go into another repository: countersign.signatureRepository. “Change a Setting…” in the title of this report does it.',
      );
    case 'push-first':
      return vscode.l10n.t(
        'There is no such repository, or it is hidden from this login. Push an image there, or name a repository that has one: most of what a registry can do shows on an image only.',
      );
  }
}

/** Why a "no" needs nothing to be done; undefined where it may. */
export function noMatter(name: FindingName): string | undefined {
  switch (name) {
    case 'catalog':
      return vscode.l10n.t('Add repositories or namespaces by name: “Add Registry”.');
    case 'sign-in':
      return vscode.l10n.t('Only what anybody may do was seen.');
    case 'pull':
    case 'push':
    case 'delete':
      return vscode.l10n.t('Ask for the right, or log in as somebody who has it.');
    case 'clock':
      return vscode.l10n.t('Access tokens may look run out, or not yet good: set the clock that is wrong.');
    case 'referrers':
      return vscode.l10n.t('Signatures are kept under tags, which needs no such API.');
    case 'fallback-tag':
      return vscode.l10n.t('Signatures under sha256-….sig are not touched by it.');
    case 'single-post':
    case 'chunked':
    case 'mount':
    case 'mount-anywhere':
      return vscode.l10n.t('Not needed: blobs are sent in another way.');
    case 'conditional-write':
      return vscode.l10n.t('No registry is known that does: what was written is read back instead.');
    case 'content-checked':
      return vscode.l10n.t('Countersign checks what it reads and writes itself.');
    case 'delete-tag':
      return vscode.l10n.t('Signatures are removed by digest, or their list is emptied.');
    case 'delete-digest':
      return vscode.l10n.t('“Remove Signatures” leaves an empty list, which cosign reads as not signed.');
    case 'delete-takes-tags':
      return vscode.l10n.t('“Remove Signatures” deletes the tag as well.');
    case 'missing-tag':
      return vscode.l10n.t('An absent signature looks like one that is hidden: the first cannot be begun.');
    case 'custom-config':
      return vscode.l10n.t('Signatures are written in .sig images, which have an image’s config.');
    case 'reached':
    case 'product':
    case 'rate-limit':
    case 'anonymous-read':
    case 'catalog-paging':
    case 'tag-list':
    case 'tag-paging':
    case 'missing-repository':
    case 'manifest-digest':
    case 'etag':
    case 'not-modified':
    case 'any-accept':
    case 'oci-types':
    case 'docker-types':
    case 'signature-layer':
    case 'index':
    case 'referrers-filter':
    case 'subject-told':
    case 'referrers-of-deleted':
    case 'overwrite':
    case 'immutable':
      return undefined;
  }
}
