// What is wrong with an answer of a registry, and what was asked for, as parts of sentences.
import * as vscode from 'vscode';
import type { ErrorDetails } from '../../engine/errors.ts';
import type { AnswerProblem, Operation } from '../../engine/problems.ts';

export function answerProblem(reason: AnswerProblem): string {
  switch (reason) {
    case 'list-not-json':
      return vscode.l10n.t('its list is not JSON');
    case 'list-without-names':
      return vscode.l10n.t('its list has no names');
    case 'referrers-not-an-index':
      return vscode.l10n.t('its list of referrers is not an index');
    case 'next-page-elsewhere':
      return vscode.l10n.t('the next page of its list is at another host');
    case 'bad-realm':
      return vscode.l10n.t('it names no address to sign in at');
    case 'no-token':
      return vscode.l10n.t('there is no access token in it');
    case 'no-location':
      return vscode.l10n.t('it names no address to upload to');
    case 'blob-of-other-size':
      return vscode.l10n.t('a blob has another size than its descriptor says');
    case 'every-tag-exists':
      return vscode.l10n.t('it says that a tag exists which nobody can have made');
  }
}

export function notARegistry(reason: ErrorDetails['not-a-registry']['reason']): string {
  switch (reason) {
    case 'web-page':
      return vscode.l10n.t('it sent a web page');
    case 'no-manifest':
      return vscode.l10n.t('what it sent is not a manifest');
  }
}

/** A sentence about a list that does not end. */
export function endlessList(registry: string, what: ErrorDetails['endless-list']['what']): string {
  switch (what) {
    case 'tags':
      return vscode.l10n.t('{0} sends its list of tags over and over; gave up.', registry);
    case 'repositories':
      return vscode.l10n.t('{0} sends its list of repositories over and over; gave up.', registry);
    case 'referrers':
      return vscode.l10n.t('{0} sends its list of referrers over and over; gave up.', registry);
  }
}

/** A sentence about a registry that lists no repositories to this person, and what to do instead. */
export function noList(registry: string, reason: ErrorDetails['no-list']['reason']): string {
  switch (reason) {
    case 'none':
      return vscode.l10n.t('{0} does not list its repositories. Add each by its name.', registry);
    case 'namespace':
      return vscode.l10n.t(
        '{0} lists the repositories of a namespace only. Add one by its name, for example {0}/acme.',
        registry,
      );
    case 'login':
      return vscode.l10n.t(
        '{0} lists its repositories only to who logs in with an access token of its own. Log in with one, or add a repository by its name.',
        registry,
      );
  }
}

/** A sentence about what would cost, or did cost, too much. */
export function tooLarge(
  host: string,
  what: Operation,
  unit: ErrorDetails['too-large']['unit'],
  limit: number,
): string {
  const action = operationName(what);
  switch (unit) {
    case 'bytes':
      return vscode.l10n.t(
        '{0} sent more than {2} bytes for {1}; nothing that large is read.',
        host,
        action,
        limit,
      );
    case 'headers':
      return vscode.l10n.t(
        '{0} sent more than {2} bytes of headers for {1}; nothing that large is read.',
        host,
        action,
        limit,
      );
    case 'requests':
      return vscode.l10n.t('{0} would take more than {2} requests for {1}; gave up.', host, action, limit);
    case 'names':
      return vscode.l10n.t(
        '{0} has more than {2} names to tell for {1}; no more are kept. Use a filter, or add a part of it by its name.',
        host,
        action,
        limit,
      );
  }
}

function operationName(operation: Operation): string {
  switch (operation) {
    case 'listing tags':
      return vscode.l10n.t('a list of tags');
    case 'listing repositories':
      return vscode.l10n.t('a list of repositories');
    case 'listing referrers':
      return vscode.l10n.t('a list of referrers');
    case 'reading a manifest':
      return vscode.l10n.t('a manifest');
    case 'writing a manifest':
      return vscode.l10n.t('writing a manifest');
    case 'deleting a manifest':
      return vscode.l10n.t('deleting a manifest');
    case 'reading a blob':
      return vscode.l10n.t('a blob');
    case 'uploading a blob':
      return vscode.l10n.t('uploading a blob');
    case 'ending an upload':
      return vscode.l10n.t('ending an upload');
    case 'asking for a token':
      return vscode.l10n.t('an access token');
    case 'asking who may read':
      return vscode.l10n.t('asking who may read');
    case 'this look':
      return vscode.l10n.t('this look at the signatures');
    case 'this verification':
      return vscode.l10n.t('this verification');
    case 'this copy':
      return vscode.l10n.t('this copy');
    case 'this saving':
      return vscode.l10n.t('this saving');
    case 'this loading':
      return vscode.l10n.t('this loading');
    case 'this check':
      return vscode.l10n.t('this check of the registry');
  }
}
