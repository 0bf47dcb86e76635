// The keys of a rule: PEM text, files and own keys, and which of them each level may name.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { ReadKeyFile, TrustLevel } from '../../../src/engine/plan.ts';
import { parseRepository } from '../../../src/engine/oci/reference.ts';
import { checkRules } from '../../../src/engine/trustedSigners/checkRules.ts';
import { chooseJudges } from '../../../src/engine/trustedSigners/judges.ts';
import type { ChosenRule } from '../../../src/engine/trustedSigners/judges.ts';
import { makeKey } from '../../support/signed.ts';

const release = makeKey('release');
const signal = new AbortController().signal;
const own = [
  {
    fingerprint: release.trusted.publicKey.fingerprint,
    label: 'release',
    publicKeyPem: release.pem,
  },
];

const noFile: ReadKeyFile = (_level, path) => Promise.reject(new Error(`no file ${path}`));

const notThere = { code: 'key-file-not-readable', reason: { code: 'absent' } } as const;

interface Outcome {
  readonly rule: ChosenRule;
  /** The paths that were read. */
  readonly asked: readonly string[];
}

async function load(level: TrustLevel['level'], key: string, text = release.pem): Promise<Outcome> {
  const asked: string[] = [];
  const readKeyFile: ReadKeyFile = (_level, path) => {
    asked.push(path);
    return Promise.resolve({ text, realPath: `/real${path}` });
  };
  const levels = [{ level, source: 'settings', value: [{ images: '**', keys: [key] }] }];
  const { rules } = await chooseJudges(levels, own, parseRepository('nginx'), readKeyFile, signal);
  const [rule] = rules;
  assert.ok(rule);
  return { rule, asked };
}

async function assertRefused(level: TrustLevel['level'], key: string): Promise<void> {
  const { rule, asked } = await load(level, key);
  assert.notEqual(rule.faults.length, 0, `${level}: ${key} is accepted`);
  assert.deepEqual(asked, [], `${level}: ${key} is read`);
}

describe('A key of a rule', () => {
  it('in user settings is an absolute path, and never follows a folder [S2]', async () => {
    for (const path of ['/keys/release.pub', 'C:\\keys\\release.pub', 'd:/keys/release.pub']) {
      const { rule, asked } = await load('user', path);
      assert.deepEqual(asked, [path]);
      assert.equal(rule.keys[0]?.file, `/real${path}`);
      assert.equal(rule.keys[0].publicKey.fingerprint, release.trusted.publicKey.fingerprint);
    }
    const refused = ['release.pub', './release.pub', '~/release.pub', '${workspaceFolder}/release.pub'];
    for (const path of [...refused, '/keys/${workspaceFolder}/x.pub', '/keys/${env:HOME}/x.pub', 'C:x.pub']) {
      await assertRefused('user', path);
    }
  });

  it('in workspace and folder settings is inside the folder [S2]', async () => {
    for (const level of ['workspace', 'folder'] as const) {
      for (const path of [
        'release.pub',
        'keys/release.pub',
        './keys/../release.pub',
        '${workspaceFolder}/keys/release.pub',
        '${workspaceFolder:api}/keys/release.pub',
      ]) {
        assert.deepEqual((await load(level, path)).asked, [path]);
      }
      for (const path of [
        '/etc/release.pub',
        'C:\\release.pub',
        'C:release.pub',
        '../release.pub',
        'keys/../../release.pub',
        'keys\\..\\..\\release.pub',
        '${workspaceFolder}/../release.pub',
        '${workspaceFolder}//etc/release.pub',
        '${workspaceFolder}release.pub',
        '${workspaceFolder}/${workspaceFolder}/x.pub',
        'keys/${workspaceFolder}/release.pub',
        '${env:HOME}/release.pub',
        '${userHome}/release.pub',
      ]) {
        await assertRefused(level, path);
      }
    }
  });

  it('is never on a network path [S2]', async () => {
    for (const level of ['user', 'workspace', 'folder'] as const) {
      for (const path of [
        '\\\\evil\\share\\x.pub',
        '//evil/share/x.pub',
        '\\\\?\\C:\\x.pub',
        '/\\evil/x.pub',
      ]) {
        await assertRefused(level, path);
      }
    }
    await assertRefused('folder', '${workspaceFolder}/\\\\evil\\share\\x.pub');
  });

  it('that is an own key is for user settings only [S2]', async () => {
    const entry = `own:${release.trusted.publicKey.fingerprint}`;
    assert.equal((await load('user', entry)).rule.keys.length, 1);
    await assertRefused('workspace', entry);
    await assertRefused('folder', entry);
    await assertRefused('user', `own:${release.trusted.publicKey.fingerprint.toUpperCase()}`);
    await assertRefused('user', 'own:release');
  });

  it('is exactly one public key in at most 64 KiB [S2]', async () => {
    const texts = [
      '',
      'no key',
      `${release.pem}${makeKey().pem}`,
      `${release.pem}${' '.repeat(64 * 1024)}`,
      `${release.pem}${'ä'.repeat(32 * 1024)}`,
    ];
    for (const text of texts) {
      const { rule } = await load('folder', 'release.pub', text);
      assert.notEqual(rule.faults.length, 0, text.slice(0, 40));
    }
    assert.deepEqual((await load('folder', 'release.pub', `# ours\r\n${release.pem}`)).rule.faults, []);
  });

  it('of a kind that is refused is named as what it is', async () => {
    const { publicKey } = generateKeyPairSync('ed448');
    const { rule } = await load('user', publicKey.export({ type: 'spki', format: 'pem' }).toString());
    assert.deepEqual(rule.faults[0]?.fault, { code: 'unsupported-key', algorithm: 'ed448' });
  });

  it('that holds a private key is refused without a word of it', async () => {
    const pem = release.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const body = pem.replace(/-----[^-]+-----|\s/g, '');
    // As it is pasted: in one piece, without its frame, in one line, and as a file's content.
    const entries = [pem, body, pem.replaceAll('\n', ' '), pem.replaceAll('\n', '\\n'), `own:${body}`];
    for (const level of ['user', 'folder'] as const) {
      for (const entry of entries) {
        const problems = await checkRules(
          {
            levels: [{ level, source: 'settings', value: [{ images: '**', keys: [entry], [body]: 1 }] }],
            ownKeys: own,
            readKeyFile: noFile,
          },
          signal,
        );
        assert.ok(problems.length >= 2);
        const words = JSON.stringify(problems);
        for (let at = 0; at + 12 <= body.length; at += 12)
          assert.ok(!words.includes(body.slice(at, at + 12)));
      }
    }
    for (const entry of entries) {
      const levels = [
        { level: 'user', source: 'settings', value: [{ images: entry, keys: [release.pem] }] },
      ] as const;
      const judges = await chooseJudges(levels, own, parseRepository('nginx'), noFile, signal);
      assert.equal(judges.rules[0]?.images, '');
      assert.ok(!JSON.stringify(judges.rules).includes(body.slice(0, 12)));
    }
    const { rule } = await load('user', '/keys/release.key', pem);
    assert.deepEqual(rule.faults[0]?.fault, { code: 'bad-key', reason: 'private-not-public' });
  });
});

describe('The diagnostics of rules', () => {
  it('point at the part of the setting that is wrong, at every level at once [S3]', async () => {
    const problems = await checkRules(
      {
        levels: [
          {
            level: 'user',
            source: 'user settings',
            value: [
              { images: 'nginx', keys: [release.pem] },
              { images: 'Nginx', keys: ['own:x', release.pem], extra: 1 },
              { images: 'nginx', keys: [] },
            ],
          },
          { level: 'folder', source: 'folder settings', value: {} },
        ],
        ownKeys: [],
        readKeyFile: () => Promise.resolve({ fault: notThere }),
      },
      signal,
    );
    assert.deepEqual(
      problems.map(({ level, source, path }) => [level, source, path]),
      [
        ['user', 'user settings', [1, { unknownField: 0 }]],
        ['user', 'user settings', [1, 'images']],
        ['user', 'user settings', [1, 'keys', 0]],
        ['user', 'user settings', [2, 'keys']],
        ['folder', 'folder settings', []],
      ],
    );
  });

  it('repeat what the reader of key files said', async () => {
    const problems = await checkRules(
      {
        levels: [{ level: 'folder', source: 's', value: [{ images: 'nginx', keys: ['a.pub'] }] }],
        ownKeys: [],
        readKeyFile: () => Promise.resolve({ fault: notThere }),
      },
      signal,
    );
    assert.deepEqual(problems, [{ level: 'folder', source: 's', path: [0, 'keys', 0], fault: notThere }]);
  });
});
