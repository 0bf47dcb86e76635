// Every code that the engine gives for what can be wrong has words of its own (V11): whole, without the code, and never
// those of another code of its kind. A new code does not compile until it stands here.
import assert from 'node:assert/strict';
import type { ErrorDetails, KeychainProblem, WriteProblem } from '../../../../src/engine/errors.ts';
import type {
  AnswerProblem,
  CredentialFileProblem,
  CredentialKind,
  FileProblem,
  HelperProblem,
  KeyPathProblem,
  KeyProblem,
  Operation,
  PatternProblem,
  PayloadProblem,
  RuleFault,
  SignatureImageProblem,
} from '../../../../src/engine/problems.ts';
import type { SignatureProblem } from '../../../../src/engine/verdict.ts';
import '../../../support/plainVscode.ts';

const { answerProblem, endlessList, noList, notARegistry, tooLarge } =
  await import('../../../../src/host/ui/answerWords.ts');
const { credentialFileProblem, credentialName, helperProblem } =
  await import('../../../../src/host/ui/credentialWords.ts');
const { documentProblem } = await import('../../../../src/host/ui/documentWords.ts');
const { keychainProblem } = await import('../../../../src/host/ui/errorWords.ts');
const { fileProblem } = await import('../../../../src/host/ui/fileWords.ts');
const { keyProblem } = await import('../../../../src/host/ui/keyProblemWords.ts');
const { brokenRuleSentence, ruleFault } = await import('../../../../src/host/ui/ruleWords.ts');
const { signatureProblem } = await import('../../../../src/host/ui/signatureWords.ts');
const { whyWords } = await import('../../../../src/host/ui/writeWords.ts');

/** Every code, as the keys of an object that the type makes complete. */
type Every<C extends string> = Readonly<Record<C, true>>;
/** A sample for every code. */
type Samples<T extends { readonly code: string }> = {
  readonly [C in T['code']]: T & { readonly code: C };
};

const documents: Every<SignatureImageProblem | PayloadProblem> = {
  ...{ 'not-utf-8': true, 'not-json': true, 'nested-too-deeply': true, 'too-many-values': true },
  ...{ 'not-an-object': true },
  ...{ 'name-twice': true, 'name-in-two-cases': true, 'part-missing': true, 'wrong-type': true },
  ...{ 'bad-descriptor': true, 'unknown-schema-version': true, 'unknown-media-type': true },
  ...{ 'other-content-type': true, 'neither-layers-nor-manifests': true },
  ...{ 'both-layers-and-manifests': true, 'schema-1': true, index: true, 'too-large': true },
  ...{ 'an-image': true },
};
const keys: Every<KeyProblem> = {
  ...{ 'too-large': true, 'no-pem-block': true, 'several-pem-blocks': true, 'private-not-public': true },
  ...{ 'private-der': true, 'public-der': true },
  ...{ 'public-not-private': true, certificate: true, 'unknown-pem-type': true, 'damaged-pem': true },
  ...{ 'not-a-public-key': true, 'not-pkcs8': true, 'not-sec1': true, 'bad-point': true },
  ...{ 'bad-private-number': true, 'not-a-cosign-key': true, 'not-encrypted': true, 'not-key-json': true },
  ...{ 'unknown-key-derivation': true, 'unknown-scrypt-parameters': true, 'unknown-cipher': true },
  ...{ 'openssh-key': true, 'certificate-not-key': true },
  ...{ 'encrypted-otherwise': true, 'weak-encryption': true, 'not-the-recorded-key': true },
  ...{ 'too-costly': true, 'not-pkcs1': true, 'small-order': true, 'other-encoding': true },
  ...{ 'bad-modulus': true, 'bad-exponent': true, 'numbers-do-not-fit': true },
};
const answers: Every<AnswerProblem> = {
  ...{ 'list-not-json': true, 'list-without-names': true, 'referrers-not-an-index': true },
  ...{ 'next-page-elsewhere': true, 'bad-realm': true, 'no-token': true, 'no-location': true },
  ...{ 'every-tag-exists': true, 'blob-of-other-size': true },
};
const operations: Every<Operation> = {
  ...{ 'listing tags': true, 'listing repositories': true, 'listing referrers': true },
  ...{
    'reading a manifest': true,
    'writing a manifest': true,
    'deleting a manifest': true,
    'reading a blob': true,
  },
  ...{ 'uploading a blob': true, 'ending an upload': true, 'asking for a token': true },
  ...{ 'asking who may read': true, 'this look': true, 'this verification': true },
  ...{ 'this check': true, 'this copy': true, 'this saving': true, 'this loading': true },
};
const lists: Every<ErrorDetails['endless-list']['what']> = {
  tags: true,
  repositories: true,
  referrers: true,
};
const units: Every<ErrorDetails['too-large']['unit']> = {
  ...{ bytes: true, headers: true, requests: true, names: true },
};
const listers: Every<ErrorDetails['no-list']['reason']> = { none: true, namespace: true, login: true };
const registries: Every<ErrorDetails['not-a-registry']['reason']> = { 'web-page': true, 'no-manifest': true };
const keychains: Every<KeychainProblem> = {
  ...{ 'not-loaded': true, failed: true, 'not-kept': true, 'no-answer': true },
  ...{ damaged: true, 'secret-storage-failed': true },
};
const kinds: Every<CredentialKind> = {
  ...{ 'kept-login': true, 'docker-auth-config': true, 'docker-config': true, 'docker-helper': true },
  ...{ 'registry-auth-file': true, podman: true, account: true, 'aws-keys': true, 'cloud-tool': true },
  anonymous: true,
};
const patterns: Every<PatternProblem> = {
  ...{ empty: true, 'too-long': true, 'upper-case': true, character: true, stars: true },
  ...{ 'tag-or-digest': true, 'registry-alone': true, 'single-star': true, 'no-registry': true },
  ...{ 'bad-registry': true, 'no-name': true, 'empty-component': true, 'bad-component': true },
};
const paths: Every<KeyPathProblem> = {
  ...{ network: true, 'variable-in-user-settings': true, 'not-absolute': true, 'not-absolute-here': true },
  ...{ 'other-variable': true, 'not-relative': true, 'outside-folder': true, 'names-no-folder': true },
  ...{ 'no-folder': true, 'symbolic-link': true },
};
const files = samples<FileProblem>({
  absent: { code: 'absent' },
  'not-a-file': { code: 'not-a-file' },
  'is-a-folder': { code: 'is-a-folder' },
  'no-folder': { code: 'no-folder' },
  'not-empty': { code: 'not-empty' },
  'symbolic-link': { code: 'symbolic-link' },
  elsewhere: { code: 'elsewhere' },
  denied: { code: 'denied' },
  'not-permitted': { code: 'not-permitted' },
  'disk-full': { code: 'disk-full' },
  'read-only': { code: 'read-only' },
  'too-large': { code: 'too-large', limit: 65_536 },
  other: { code: 'other', name: 'EIO' },
});
const credentialFiles = samples<CredentialFileProblem>({
  'not-json': { code: 'not-json' },
  'not-an-object': { code: 'not-an-object' },
  'entry-not-an-object': { code: 'entry-not-an-object' },
  'helper-not-text': { code: 'helper-not-text' },
  'bad-auth': { code: 'bad-auth' },
  'no-user': { code: 'no-user' },
  'not-absolute': { code: 'not-absolute' },
  'field-not-text': { code: 'field-not-text', field: 'auth' },
  'field-not-an-object': { code: 'field-not-an-object', field: 'auths' },
});
const helpers = samples<HelperProblem>({
  'bad-name': { code: 'bad-name' },
  absent: { code: 'absent' },
  'no-answer': { code: 'no-answer' },
  'not-json': { code: 'not-json' },
  'no-secret': { code: 'no-secret' },
  'in-background': { code: 'in-background' },
  'exit-code': { code: 'exit-code', exitCode: 7 },
  said: { code: 'said', words: 'the vault is closed' },
});
const faults = samples<RuleFault>({
  'not-a-list': { code: 'not-a-list' },
  'not-an-object': { code: 'not-an-object' },
  'unknown-field': { code: 'unknown-field' },
  'no-images': { code: 'no-images' },
  'bad-pattern': { code: 'bad-pattern', reason: 'upper-case', position: 8 },
  'no-keys': { code: 'no-keys' },
  'bad-same-name': { code: 'bad-same-name' },
  'too-many-keys': { code: 'too-many-keys', limit: 100 },
  'empty-key': { code: 'empty-key' },
  'not-a-key': { code: 'not-a-key' },
  'own-key-of-others': { code: 'own-key-of-others' },
  'bad-fingerprint': { code: 'bad-fingerprint' },
  'no-such-own-key': { code: 'no-such-own-key' },
  'own-key-not-listed': { code: 'own-key-not-listed' },
  'own-key-mismatch': { code: 'own-key-mismatch' },
  'bad-key': { code: 'bad-key', reason: 'no-pem-block' },
  'unsupported-key': { code: 'unsupported-key', algorithm: 'ed25519' },
  'bad-key-path': { code: 'bad-key-path', reason: 'network' },
  'key-file-not-readable': { code: 'key-file-not-readable', reason: { code: 'denied' } },
});
const failure = { code: 'timed-out', details: { host: 'ghcr.io', seconds: 30, phase: 'answer' } } as const;
const signatures = samples<SignatureProblem>({
  'no-signature': { code: 'no-signature' },
  'signature-not-base64': { code: 'signature-not-base64' },
  'no-time-left': { code: 'no-time-left' },
  'bad-payload': { code: 'bad-payload', reason: 'name-twice' },
  'payload-not-readable': { code: 'payload-not-readable', failure },
  'referrer-not-readable': { code: 'referrer-not-readable', failure },
});

describe('the words of what is wrong', () => {
  const position = 0;
  const tables: readonly (readonly [name: string, words: Readonly<Record<string, string>>])[] = [
    ['a manifest or payload', each(documents, documentProblem)],
    ['a key', each(keys, keyProblem)],
    ['an answer', each(answers, answerProblem)],
    ['what is no registry', each(registries, notARegistry)],
    ['a list that is not given', each(listers, (reason) => noList('ghcr.io', reason))],
    ['a list without end', each(lists, (what) => endlessList('ghcr.io', what))],
    ['what costs too much', each(units, (unit) => tooLarge('ghcr.io', 'this look', unit, 5))],
    ['a request that costs too much', each(operations, (what) => tooLarge('ghcr.io', what, 'bytes', 5))],
    ['the keychain', each(keychains, keychainProblem)],
    ['a login', each(kinds, (kind) => credentialName({ kind, detail: '', user: '' }))],
    ['a pattern', each(patterns, (reason) => ruleFault({ code: 'bad-pattern', reason, position }))],
    ['the path of a key', each(paths, (reason) => ruleFault({ code: 'bad-key-path', reason }))],
    ['a file', wordsOf(files, fileProblem)],
    ['a file with logins', wordsOf(credentialFiles, credentialFileProblem)],
    ['a credential helper', wordsOf(helpers, helperProblem)],
    ['a rule', wordsOf(faults, ruleFault)],
    ['a signature', wordsOf(signatures, signatureProblem)],
  ];
  for (const [name, words] of tables) {
    it(`about ${name} are there for every code, and each code has its own [V11]`, () => {
      for (const [code, text] of Object.entries(words)) {
        assert.match(text, /\S/, code);
        assert.doesNotMatch(text, /\{\d\}|undefined|\[object/, code);
        if (code !== 'anonymous') assert.notEqual(text, code);
      }
      assert.equal(new Set(Object.values(words)).size, Object.keys(words).length);
    });
  }

  it('about a write show no code of a failure [V11]', () => {
    const codes: readonly WriteProblem[] = ['nothing-there', 'others-keep-writing', 'internal', 'forbidden'];
    for (const code of codes) assert.ok(!whyWords(code).includes(code), code);
  });

  it('name a login by where it came from and its user', () => {
    const named = credentialName({ kind: 'docker-config', detail: '~/c.json', user: 'ann' });
    assert.equal(named, 'Docker config ~/c.json, user ann');
    assert.equal(credentialName({ kind: 'podman', detail: '/a', user: '' }), 'Podman login /a');
  });

  it('are sentences about a rule, which is named by its position where its pattern cannot [S3]', () => {
    for (const text of Object.values(wordsOf(faults, ruleFault))) assert.match(text, /^[A-Z“].*\.$/);
    const broken = { position: 2, faults: [{ code: 'no-images' }, { code: 'no-keys' }] } as const;
    const words = 'The rule must name its images with a pattern such as “ghcr.io/acme/**”.';
    const both = `${words} The rule must list at least one key.`;
    const mark = (foreign: string): string => `<${foreign}>`;
    assert.equal(brokenRuleSentence('', broken, mark), `Rule 2 is broken: <${both}>`);
    const named = { ...broken, position: undefined };
    assert.equal(brokenRuleSentence('a.b/c', named, mark), `The rule for <a.b/c> is broken: <${both}>`);
    assert.equal(brokenRuleSentence('', named, mark), `The rules are broken: <${both}>`);
    assert.equal(
      ruleFault({ code: 'bad-pattern', reason: 'upper-case', position: 8 }),
      'Names of images are lower case (at character 9 of the pattern).',
    );
  });
});

function samples<T extends { readonly code: string }>(table: Samples<T>): readonly T[] {
  return Object.values(table);
}

function each<C extends string>(codes: Every<C>, say: (code: C) => string): Readonly<Record<string, string>> {
  return Object.fromEntries((Object.keys(codes) as C[]).map((code) => [code, say(code)]));
}

function wordsOf<T extends { readonly code: string }>(
  problems: readonly T[],
  say: (problem: T) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(problems.map((problem) => [problem.code, say(problem)]));
}
