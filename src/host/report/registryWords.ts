// The findings of Check Registry in words: what each is called, on what it rests, and what a "no" comes to where nothing
// has to be done about it. Foreign values go through `mark` (S21, S22).
import * as vscode from 'vscode';
import type { FindingName } from '../../engine/findings.ts';
import type { Evidence, Finding, NotTried } from '../../engine/registryCheck.ts';
import { credentialName } from '../ui/credentialWords.ts';
import { wordsOfFailure } from '../ui/errorWords.ts';
import type { Mark } from './verdictWords.ts';

/** What is true where the answer is "yes". */
export function findingTitle(name: FindingName): string {
  switch (name) {
    case 'reached':
      return vscode.l10n.t('Reached');
    case 'product':
      return vscode.l10n.t('Product recognised');
    case 'clock':
      return vscode.l10n.t('Its clock agrees with this machine’s');
    case 'rate-limit':
      return vscode.l10n.t('Tells what is left of a limit');
    case 'sign-in':
      return vscode.l10n.t('A login is used');
    case 'pull':
      return vscode.l10n.t('Reading is allowed');
    case 'push':
      return vscode.l10n.t('Writing is allowed');
    case 'delete':
      return vscode.l10n.t('Deleting is allowed');
    case 'anonymous-read':
      return vscode.l10n.t('Anybody may read, without a login');
    case 'catalog':
      return vscode.l10n.t('Lists its repositories');
    case 'catalog-paging':
      return vscode.l10n.t('Lists repositories page by page');
    case 'tag-list':
      return vscode.l10n.t('Lists the tags of this repository');
    case 'tag-paging':
      return vscode.l10n.t('Lists tags page by page');
    case 'missing-tag':
      return vscode.l10n.t('Says of a missing tag that it is not there');
    case 'missing-repository':
      return vscode.l10n.t('Says of a missing repository that it is not there');
    case 'manifest-digest':
      return vscode.l10n.t('Tells the digest of what it sends');
    case 'etag':
      return vscode.l10n.t('Sends an ETag');
    case 'not-modified':
      return vscode.l10n.t('Says “not modified” to who has it already');
    case 'any-accept':
      return vscode.l10n.t('Gives OCI manifests to who names no media type');
    case 'oci-types':
      return vscode.l10n.t('Stores OCI media types');
    case 'docker-types':
      return vscode.l10n.t('Stores Docker media types');
    case 'signature-layer':
      return vscode.l10n.t('Stores the layer type of signatures');
    case 'custom-config':
      return vscode.l10n.t('Stores configs of any type, as sigstore bundles have');
    case 'index':
      return vscode.l10n.t('Stores an OCI index');
    case 'content-checked':
      return vscode.l10n.t('Refuses manifests that are wrong');
    case 'referrers':
      return vscode.l10n.t('Has the referrers API');
    case 'referrers-filter':
      return vscode.l10n.t('The referrers API filters');
    case 'subject-told':
      return vscode.l10n.t('Confirms what a manifest refers to');
    case 'referrers-of-deleted':
      return vscode.l10n.t('Still lists what refers to a deleted image');
    case 'fallback-tag':
      return vscode.l10n.t('Can keep referrers under the fallback tag');
    case 'single-post':
      return vscode.l10n.t('Takes a blob in one request');
    case 'chunked':
      return vscode.l10n.t('Takes a blob in pieces');
    case 'mount':
      return vscode.l10n.t('Mounts a blob from a repository that is named');
    case 'mount-anywhere':
      return vscode.l10n.t('Mounts a blob from wherever it has it');
    case 'overwrite':
      return vscode.l10n.t('Lets a tag be overwritten');
    case 'immutable':
      return vscode.l10n.t('Tags are immutable');
    case 'conditional-write':
      return vscode.l10n.t('Obeys the conditions of a write');
    case 'delete-tag':
      return vscode.l10n.t('Deletes by tag');
    case 'delete-digest':
      return vscode.l10n.t('Deletes by digest');
    case 'delete-takes-tags':
      return vscode.l10n.t('Deleting a digest takes its tags along');
  }
}

/** Yes, no, or could not tell. */
export function answerWord(answer: Finding['answer']): string {
  switch (answer) {
    case 'yes':
      return vscode.l10n.t('yes');
    case 'no':
      return vscode.l10n.t('no');
    case 'cannot-tell':
      return vscode.l10n.t('could not tell');
  }
}

/** On what a finding rests, as part of a sentence; empty where nothing needs to be said. */
export function evidenceWords(evidence: Evidence, mark: Mark): string {
  switch (evidence.kind) {
    case 'answered':
      return answeredWords(evidence, mark);
    case 'failed': {
      const { code, details } = evidence.failure;
      return mark(wordsOfFailure(code, details).message);
    }
    case 'not-tried':
      return notTriedWords(evidence.why);
    case 'connection': {
      const to = mark(evidence.host);
      const over =
        evidence.scheme === 'https'
          ? vscode.l10n.t('{0}, by https', to)
          : vscode.l10n.t('{0}, by plain http, without encryption', to);
      return evidence.via === undefined
        ? over
        : vscode.l10n.t('{0}; a proxy on the way says {1}', over, mark(evidence.via));
    }
    case 'product': {
      const { name, version, by } = evidence;
      const what = version === undefined ? mark(name) : `${mark(name)} ${mark(version)}`;
      return by === 'host'
        ? vscode.l10n.t('{0}, by its host', what)
        : vscode.l10n.t('{0}, or something built on it, by what it answers', what);
    }
    case 'credential':
      return vscode.l10n.t('{0} on {1}', mark(credentialName(evidence.credential)), mark(evidence.machine));
    case 'token':
      return vscode.l10n.t('as its access token says');
    case 'header':
      return `${evidence.name}: ${mark(evidence.value)}`;
    case 'no-header':
      return vscode.l10n.t('there is no {0} in its answer', evidence.name);
    case 'paging':
      return pagingWords(evidence.how);
    case 'clock':
      return clockWords(evidence.ahead);
    case 'limit':
      return vscode.l10n.t('{0} left of {1}', mark(evidence.remaining), mark(evidence.limit));
    case 'holds':
      return vscode.l10n.t('this repository holds one: {0}', mark(evidence.mediaType));
    case 'seen':
      return vscode.l10n.t('tried, and seen');
    case 'not-so':
      return vscode.l10n.t('it said yes, and then it was not so');
    case 'took':
      return vscode.l10n.t('it stored {0}', evidence.what.map(wrongName).join(', '));
    case 'is-the-subject':
      return vscode.l10n.t('it answers that tag with the image itself');
  }
}

function answeredWords(
  { status, code, message, type }: Extract<Evidence, { kind: 'answered' }>,
  mark: Mark,
): string {
  const said = [code, message].filter((part) => part !== '').join(': ');
  if (said === '') return vscode.l10n.t('status {0}', status);
  const words = vscode.l10n.t('status {0}: {1}', status, mark(said));
  const isText = type === 'text/plain' && code !== '';
  return isText ? vscode.l10n.t('{0} (sent as plain text)', words) : words;
}

function notTriedWords(why: NotTried): string {
  switch (why) {
    case 'write':
      return vscode.l10n.t('only a write can tell');
    case 'no-image':
      return vscode.l10n.t('this repository shows no such image to look at');
    case 'too-few':
      return vscode.l10n.t('the list is too short to have pages');
    case 'nothing-there':
      return vscode.l10n.t('nothing refers to the image that was looked at');
    case 'no-tokens':
      return vscode.l10n.t('it gives no access tokens that can be read');
    case 'stopped':
      return vscode.l10n.t('it was not asked');
    case 'cancelled':
      return vscode.l10n.t('it was cancelled before');
    case 'needs-other':
      return vscode.l10n.t('what it rests on did not work');
    case 'hidden-or-absent':
      return vscode.l10n.t('the repository is not there, or not visible');
    case 'not-recognised':
      return vscode.l10n.t('it says nothing that only one product says');
  }
}

function pagingWords(how: Extract<Evidence, { kind: 'paging' }>['how']): string {
  switch (how) {
    case 'link':
      return vscode.l10n.t('by Link headers');
    case 'last':
      return vscode.l10n.t('without Link headers: a short page is not the end');
    case 'whole':
      return vscode.l10n.t('it does not go on behind a name');
  }
}

function clockWords(ahead: number): string {
  if (Math.abs(ahead) < 2) return '';
  return ahead > 0
    ? vscode.l10n.t('it is {0} seconds ahead', ahead)
    : vscode.l10n.t('it is {0} seconds behind', -ahead);
}

function wrongName(what: Extract<Evidence, { kind: 'took' }>['what'][number]): string {
  switch (what) {
    case 'wrong-digest':
      return vscode.l10n.t('a manifest under a wrong digest');
    case 'not-json':
      return vscode.l10n.t('a manifest that is not JSON');
    case 'missing-blob':
      return vscode.l10n.t('a manifest whose blob is not there');
  }
}
