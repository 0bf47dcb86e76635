// The copied cosign command: every word quoted for its shell, and really pasted into one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { CosignCommandRequest } from '../../../src/engine/api.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { cosignVerifyCommand } from '../../../src/engine/verbs/cosignCommand.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const request: CosignCommandRequest = {
  repository: 'ghcr.io/acme/app',
  digest,
  publicKeyFile: 'release.pub',
  annotations: [],
  signatureRepository: undefined,
  scheme: undefined,
  shell: 'posix',
};

/** What a shell makes of the command: the words that cosign would get, and COSIGN_REPOSITORY. */
function pasted(command: string): { words: string[]; repository: string } {
  const script = `cosign() { printf '%s\\0' "$COSIGN_REPOSITORY" "$@"; }\n${command}`;
  const [repository = '', ...words] = execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1);
  return { words, repository };
}

describe('the copied cosign command', () => {
  it('carries the digest where cosign verifies with SHA-256 otherwise, and no flag where none helps [U2]', () => {
    const withDigest = (digestName: string): string =>
      `cosign verify --key release.pub --insecure-ignore-tlog --signature-digest-algorithm ${digestName} ghcr.io/acme/app@${digest}`;
    assert.equal(cosignVerifyCommand({ ...request, scheme: 'ecdsa-sha384' }), withDigest('sha384'));
    assert.equal(cosignVerifyCommand({ ...request, scheme: 'ecdsa-sha512' }), withDigest('sha512'));
    for (const scheme of [
      'ecdsa-sha256',
      'rsa-pkcs1-sha256',
      'ed25519',
      'ed25519ph',
      'rsa-pss-sha256',
    ] as const)
      assert.equal(cosignVerifyCommand({ ...request, scheme }), cosignVerifyCommand(request), scheme);
  });

  it('carries the flag without which cosign 2 and 3 refuse a key signature that is in no log [U2]', () => {
    assert.equal(
      cosignVerifyCommand(request),
      `cosign verify --key release.pub --insecure-ignore-tlog ghcr.io/acme/app@${digest}`,
    );
  });

  it('names the folder of a saved image, and nothing that would lead cosign to a registry [U2] [S23]', () => {
    const saved = { ...request, savedIn: "/it's saved/app", signatureRepository: 'gcr.io/my-new-repo/demo' };
    const { words, repository } = pasted(cosignVerifyCommand(saved));
    const flags = ['--key', 'release.pub', '--insecure-ignore-tlog', '--local-image'];
    assert.deepEqual([repository, ...words], ['', 'verify', ...flags, "/it's saved/app"]);
  });

  it('carries COSIGN_REPOSITORY where the signatures are elsewhere [U2]', () => {
    const command = cosignVerifyCommand({ ...request, signatureRepository: 'gcr.io/my-new-repo/demo' });
    assert.equal(pasted(command).repository, 'gcr.io/my-new-repo/demo');
  });

  const hostile = [
    `$(touch /tmp/x)`,
    '`id`',
    `a'b"c`,
    'a b;c|d&e>f',
    '$HOME',
    '\\',
    '*?[x]',
    '!!',
    '~',
    '#',
    'a,b',
    'é',
  ];
  for (const value of hostile) {
    it(`hands ${value} on to cosign as it is when pasted into sh [S23] [N3]`, () => {
      const command = cosignVerifyCommand({
        ...request,
        publicKeyFile: `/keys/${value}.pub`,
        annotations: [['k', value]],
      });
      const { words } = pasted(command);
      assert.ok(words.includes(`/keys/${value}.pub`));
      const field = words[words.indexOf('--annotations') + 1] ?? '';
      assert.equal(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field, `k=${value}`);
    });
  }

  for (const [name, value] of [
    ['a newline', 'a\nb'],
    ['an escape', 'a\u001b[31mb'],
    ['a right-to-left mark', 'a\u202eb'],
    ['a zero-width blank', 'a\u200bb'],
  ] as const) {
    it(`refuses ${name} by name instead of copying it [S23]`, () => {
      for (const shell of ['posix', 'powershell'] as const) {
        assert.throws(
          () => cosignVerifyCommand({ ...request, shell, annotations: [['k', value]] }),
          (error) => isEngineError(error, 'not-copyable'),
        );
      }
    });
  }

  it('does not let a file name pass for a flag [S23]', () => {
    const { words } = pasted(cosignVerifyCommand({ ...request, publicKeyFile: '--help' }));
    assert.ok(words.includes('./--help'));
  });

  it('leaves no repository behind in a PowerShell session, where the next signature would go there too [U2]', () => {
    const command = cosignVerifyCommand({
      ...request,
      shell: 'powershell',
      signatureRepository: 'ghcr.io/sigs',
    });
    assert.ok(
      command.startsWith(
        "& { $was = $env:COSIGN_REPOSITORY; $env:COSIGN_REPOSITORY = 'ghcr.io/sigs'; try { cosign ",
      ),
    );
    assert.ok(command.endsWith(' } finally { $env:COSIGN_REPOSITORY = $was } }'));
  });

  it('quotes for PowerShell with doubled quotes, and refuses what PowerShell cannot hand on [S23]', () => {
    const command = cosignVerifyCommand({ ...request, shell: 'powershell', publicKeyFile: "C:\\it's.pub" });
    assert.ok(command.includes("'C:\\it''s.pub'"));
    assert.ok(command.includes(`'ghcr.io/acme/app@${digest}'`));
    for (const value of ['a"b', 'a\u2019b']) {
      assert.throws(
        () => cosignVerifyCommand({ ...request, shell: 'powershell', annotations: [['k', value]] }),
        (error) => isEngineError(error, 'not-copyable'),
      );
    }
  });
});
