// Words for failures of what a person typed or set, of images and of signatures. Part of ui/errorWords.ts.
import * as vscode from 'vscode';
import type { ErrorDetails, ReferenceProblem } from '../../engine/errors.ts';
import { section, settings } from '../ids.ts';
import { planChange } from './changedPlanWords.ts';
import { documentProblem } from './documentWords.ts';
import type { ErrorAction, WordTable } from './errorAction.ts';
import { disarm } from './foreignText.ts';
import { shortPlace } from '../tree/signatureTag.ts';

const retry: ErrorAction = { kind: 'retry' };
const showLog: ErrorAction = { kind: 'show-log' };

export const imageWords: WordTable<
  | 'bad-reference'
  | 'bad-signature-repository'
  | 'bad-annotation'
  | 'bad-setting'
  | 'subject-not-found'
  | 'not-an-image'
  | 'bad-signature-image'
  | 'bad-payload'
  | 'place-not-readable'
  | 'plan-changed'
> = {
  'bad-reference': (details) => ({ message: badReference(details), actions: [] }),
  'bad-signature-repository': ({ text, reason, origin }) => ({
    message: vscode.l10n.t(
      'The signature repository “{0}” (from {1}) cannot be used: {2}.',
      disarm(text),
      disarm(origin),
      signatureRepositoryProblem(reason),
    ),
    actions: [{ kind: 'open-settings', setting: 'signatureRepository' }],
  }),
  'bad-annotation': ({ name, reason }) => ({
    message: annotationProblem(disarm(name), reason),
    actions: [],
  }),
  'bad-setting': ({ setting, level }) => ({
    message: vscode.l10n.t(
      'The setting {0} has a value of the wrong kind in {1}.',
      disarm(setting),
      settingsOf(level),
    ),
    actions: [{ kind: 'open-settings', setting: settingNamed(setting) }],
  }),
  'subject-not-found': ({ reference, registry, repository, impliedTag }) => ({
    message: impliedTag
      ? vscode.l10n.t(
          '“{0}” (meaning the tag latest) is not in the registry {1}. Push it first.',
          disarm(reference),
          disarm(registry),
        )
      : vscode.l10n.t(
          '“{0}” is not in the registry {1}. Push it first.',
          disarm(reference),
          disarm(registry),
        ),
    // A digest cannot be pushed by name.
    actions: [
      ...(reference.includes('@') ? [] : [{ kind: 'copy-docker-push' as const, reference }]),
      retry,
      // Private registries say so to whoever may not look (S17).
      signInFor(repository.startsWith(`${registry}/`) ? repository : `${registry}/${repository}`),
      showLog,
    ],
  }),
  'not-an-image': ({ reference, reason }) => ({
    message: vscode.l10n.t(
      '“{0}” is not an image that can be signed or verified: {1}.',
      disarm(reference),
      documentProblem(reason),
    ),
    actions: [showLog],
  }),
  'bad-signature-image': ({ place, reason }) => ({
    message: vscode.l10n.t(
      'What stands at {0} is not a signature image that can be used: {1}. Countersign writes over no such tag.',
      disarm(shortPlace(place)),
      documentProblem(reason),
    ),
    actions: [showLog],
  }),
  'bad-payload': ({ reason }) => ({
    message: vscode.l10n.t(
      'The signed payload is not one that can be read in one way only: {0}.',
      documentProblem(reason),
    ),
    actions: [showLog],
  }),
  'place-not-readable': ({ place }) => ({
    message: vscode.l10n.t('{0} does not exist, or is not visible to you.', disarm(place)),
    actions: [retry, signInFor(place), showLog],
  }),
  'plan-changed': (change) => ({
    message: planChange(change),
    actions: [retry],
  }),
};

/** For the registry of a repository (`host/path`), which may have a tag behind it. */
function signInFor(place: string): ErrorAction {
  const [registry = '', ...path] = place.split('/');
  return { kind: 'sign-in', registry, repository: path.join('/').replace(/[:@].*$/s, '') };
}

function badReference({ text, position, reason, meant }: ErrorDetails['bad-reference']): string {
  if (reason === 'empty') return referenceProblem(reason);
  if (meant !== undefined) {
    return vscode.l10n.t(
      '“{0}” names another image: the digest of the one that was chosen is {1}.',
      disarm(text),
      disarm(meant),
    );
  }
  return vscode.l10n.t(
    '“{0}” does not name an image: {1} (at character {2}).',
    disarm(text),
    referenceProblem(reason),
    position + 1,
  );
}

/** What is wrong with a typed reference, as part of a sentence; also below the input box while typing. */
export function referenceProblem(reason: ReferenceProblem): string {
  switch (reason) {
    case 'empty':
      return vscode.l10n.t('Name an image, e.g. ghcr.io/acme/app:1.0.');
    case 'upper-case':
      return vscode.l10n.t('upper-case letters are not allowed in a repository name');
    case 'registry':
      return vscode.l10n.t('the registry’s name is not valid');
    case 'scheme':
      return vscode.l10n.t('leave out http:// or https://');
    case 'component':
      return vscode.l10n.t(
        'a part of the repository name is not valid (letters, digits and single . _ __ - between them)',
      );
    case 'too-long':
      return vscode.l10n.t('the repository name is longer than 255 characters');
    case 'tag':
      return vscode.l10n.t('the tag is not valid');
    case 'digest':
      return vscode.l10n.t('the digest is not sha256: and 64 lower-case hexadecimal digits');
    case 'digest-algorithm':
      return vscode.l10n.t('only sha256 digests are supported');
    case 'other-digest':
      return vscode.l10n.t('this is the digest of another image');
    case 'character':
      return vscode.l10n.t('a character is not allowed in an image name');
  }
}

function signatureRepositoryProblem(reason: ErrorDetails['bad-signature-repository']['reason']): string {
  switch (reason) {
    case 'tag':
      return vscode.l10n.t('it must not have a tag');
    case 'digest':
      return vscode.l10n.t('it must not have a digest');
    case 'syntax':
      return vscode.l10n.t('it is not the name of a repository');
  }
}

function annotationProblem(name: string, reason: ErrorDetails['bad-annotation']['reason']): string {
  switch (reason) {
    case 'empty-name':
      return vscode.l10n.t('An annotation needs a name.');
    case 'not-unicode':
      return vscode.l10n.t('The annotation “{0}” holds characters that are not valid Unicode.', name);
    case 'duplicate':
      return vscode.l10n.t('The annotation “{0}” is there twice.', name);
  }
}

function settingsOf(level: ErrorDetails['bad-setting']['level']): string {
  switch (level) {
    case 'user':
      return vscode.l10n.t('your user settings');
    case 'workspace':
      return vscode.l10n.t('the workspace settings');
    case 'folder':
      return vscode.l10n.t('the folder settings');
  }
}

function settingNamed(fullName: string): keyof typeof settings | undefined {
  const names = Object.keys(settings) as (keyof typeof settings)[];
  return names.find((name) => `${section}.${settings[name]}` === fullName);
}
