// What is wrong with a rule for signers, in sentences: for diagnostics, verdicts and reports (S3). Nothing that stands in
// the settings is repeated (N1). Raw text.
import * as vscode from 'vscode';
import type { FileProblem, KeyPathProblem, PatternProblem, RuleFault } from '../../engine/problems.ts';
import type { BrokenRule } from '../../engine/verdict.ts';
import { fileProblem } from './fileWords.ts';
import { keyProblem } from './keyProblemWords.ts';

/** Which rule is broken, and everything that is wrong with it; named by its position where its pattern cannot. */
export function brokenRuleSentence(
  images: string,
  { position, faults }: BrokenRule,
  mark: (foreign: string) => string,
): string {
  const words = mark(faults.map(ruleFault).join(' '));
  if (images !== '') return vscode.l10n.t('The rule for {0} is broken: {1}', mark(images), words);
  if (position !== undefined) return vscode.l10n.t('Rule {0} is broken: {1}', position, words);
  return vscode.l10n.t('The rules are broken: {0}', words);
}

/** One fault as a sentence. */
export function ruleFault(fault: RuleFault): string {
  switch (fault.code) {
    case 'not-a-list':
      return vscode.l10n.t('The rules must be a list.');
    case 'not-an-object':
      return vscode.l10n.t('A rule must be an object with “images” and “keys”.');
    case 'unknown-field':
      return vscode.l10n.t('A rule of this version knows only “images”, “keys” and “sameName”.');
    case 'no-images':
      return vscode.l10n.t('The rule must name its images with a pattern such as “ghcr.io/acme/**”.');
    case 'bad-pattern':
      return vscode.l10n.t(
        '{0} (at character {1} of the pattern).',
        patternProblem(fault.reason),
        fault.position + 1,
      );
    case 'no-keys':
      return vscode.l10n.t('The rule must list at least one key.');
    case 'bad-same-name':
      return vscode.l10n.t('“sameName” is true or false.');
    case 'too-many-keys':
      return vscode.l10n.t('The rules for this image name more than {0} keys.', fault.limit);
    case 'empty-key':
      return vscode.l10n.t('A key must be text that is not empty.');
    case 'not-a-key':
      return vscode.l10n.t('A key is PEM text, the path of a file, or “own:” and a fingerprint.');
    case 'own-key-of-others':
      return vscode.l10n.t('Own keys can be named in user settings only: others do not have them.');
    case 'bad-fingerprint':
      return vscode.l10n.t('After “own:” stands the fingerprint of an own key: 64 lower-case hex digits.');
    case 'no-such-own-key':
      return vscode.l10n.t('There is no own key with this fingerprint here.');
    case 'own-key-not-listed':
      return vscode.l10n.t(
        'No own key that could be listed here has this fingerprint, but not all of them could be listed.',
      );
    case 'own-key-mismatch':
      return vscode.l10n.t('The public key kept for an own key is not the key of its fingerprint.');
    case 'bad-key':
      return vscode.l10n.t('This key cannot be used: {0}.', keyProblem(fault.reason));
    case 'unsupported-key':
      return vscode.l10n.t('This version cannot verify with a key of this kind ({0}).', fault.algorithm);
    case 'bad-key-path':
      return keyPathProblem(fault.reason);
    case 'key-file-not-readable':
      return keyFileSentence(fault.reason);
  }
}

function keyFileSentence(reason: FileProblem): string {
  if (reason.code === 'absent') return vscode.l10n.t('The key file does not exist.');
  return vscode.l10n.t('The key file cannot be read: {0}.', fileProblem(reason));
}

function keyPathProblem(reason: KeyPathProblem): string {
  switch (reason) {
    case 'network':
      return vscode.l10n.t('A key file cannot be on a network path.');
    case 'variable-in-user-settings':
      return vscode.l10n.t('A key path in user settings cannot hold a variable: it would follow the folder.');
    case 'not-absolute':
      return vscode.l10n.t('A key path in user settings must be absolute.');
    case 'not-absolute-here':
      return vscode.l10n.t('A key path in user settings must be absolute on the machine in use.');
    case 'other-variable':
      return vscode.l10n.t('Only {0} can stand in a key path, and only at its start.', '${workspaceFolder}');
    case 'not-relative':
      return vscode.l10n.t('A key path must be relative to the folder that holds the rule.');
    case 'outside-folder':
      return vscode.l10n.t('A key path must stay inside the folder that holds the rule.');
    case 'names-no-folder': {
      const example = '${workspaceFolder:NAME}/…';
      return vscode.l10n.t('In a rule of a workspace file, a key path names its folder: {0}.', example);
    }
    case 'no-folder':
      return vscode.l10n.t('No folder holds this rule.');
    case 'symbolic-link':
      return vscode.l10n.t('A key path of a folder’s rule cannot go through a symbolic link.');
  }
}

/** Without a full stop: the position follows. */
function patternProblem(reason: PatternProblem): string {
  switch (reason) {
    case 'empty':
      return vscode.l10n.t('The pattern is empty');
    case 'too-long':
      return vscode.l10n.t('The pattern is too long');
    case 'upper-case':
      return vscode.l10n.t('Names of images are lower case');
    case 'character':
      return vscode.l10n.t('This character stands in no name of an image');
    case 'stars':
      return vscode.l10n.t('Write * or **');
    case 'tag-or-digest':
      return vscode.l10n.t('A rule names repositories: no tag, no digest');
    case 'registry-alone':
      return vscode.l10n.t('A registry alone names no image; put /** behind it');
    case 'single-star':
      return vscode.l10n.t('Write ** for every image');
    case 'no-registry':
      return vscode.l10n.t('Say which registry, e.g. docker.io/… or **/…');
    case 'bad-registry':
      return vscode.l10n.t('This is not the name of a registry');
    case 'no-name':
      return vscode.l10n.t('The name of the image is missing');
    case 'empty-component':
      return vscode.l10n.t('A part of the name is empty');
    case 'bad-component':
      return vscode.l10n.t('This is not a part of an image’s name');
  }
}
