// What is wrong with a manifest or a payload, as part of a sentence.
import * as vscode from 'vscode';
import type { PayloadProblem, SignatureImageProblem } from '../../engine/problems.ts';

export function documentProblem(reason: SignatureImageProblem | PayloadProblem): string {
  switch (reason) {
    case 'not-utf-8':
      return vscode.l10n.t('it is not UTF-8');
    case 'not-json':
      return vscode.l10n.t('it is not JSON');
    case 'nested-too-deeply':
      return vscode.l10n.t('it is nested too deeply');
    case 'too-many-values':
      return vscode.l10n.t('it has more values than any real one');
    case 'not-an-object':
      return vscode.l10n.t('it is not a JSON object');
    case 'name-twice':
      return vscode.l10n.t('a name stands twice in it');
    case 'name-in-two-cases':
      return vscode.l10n.t('names in it differ only in case');
    case 'part-missing':
      return vscode.l10n.t('a part is missing or of another kind');
    case 'wrong-type':
      return vscode.l10n.t('a part of it is of the wrong type');
    case 'bad-descriptor':
      return vscode.l10n.t('a descriptor in it is not valid');
    case 'unknown-schema-version':
      return vscode.l10n.t('its schema version is not known');
    case 'unknown-media-type':
      return vscode.l10n.t('its media type is not known');
    case 'other-content-type':
      return vscode.l10n.t('the registry names another media type than it does');
    case 'neither-layers-nor-manifests':
      return vscode.l10n.t('it has neither layers nor manifests');
    case 'both-layers-and-manifests':
      return vscode.l10n.t('it has both layers and manifests');
    case 'schema-1':
      return vscode.l10n.t('its manifest has the old schema 1');
    case 'index':
      return vscode.l10n.t('it is an index');
    case 'an-image':
      return vscode.l10n.t('it is an image');
    case 'too-large':
      return vscode.l10n.t('its manifest would be larger than 4 MiB');
  }
}
