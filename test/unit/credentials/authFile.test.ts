// Which entry of a credential file is meant (registries §6), and how its fields are read.
import assert from 'node:assert/strict';
import { parseAuthFile } from '../../../src/engine/credentials/authFile.ts';
import { secretOf } from '../../../src/engine/credentials/entrySecret.ts';
import { authFile, dockerPath, find, findUser, login } from './support.ts';

describe('a credential file', () => {
  const cases: readonly (readonly [name: string, keys: readonly string[], wanted: string, found: string])[] =
    [
      ['by its host', ['ghcr.io'], 'ghcr.io/a/b', 'ghcr.io'],
      ['by host and port', ['reg.lan:5000', 'reg.lan'], 'reg.lan:5000/a', 'reg.lan:5000'],
      ['not by the host of another port', ['reg.lan'], 'reg.lan:5000/a', '-'],
      [
        'not by a name that only begins alike',
        ['ghcr.io.evil.example', 'xghcr.io', 'ghcr'],
        'ghcr.io/a',
        '-',
      ],
      ['as an old URL', ['https://ghcr.io/v1/'], 'ghcr.io/a', 'https://ghcr.io/v1/'],
      ['as a URL with any path', ['https://reg.lan/some/path'], 'reg.lan/a', 'https://reg.lan/some/path'],
      ['as http, with a slash behind', ['http://reg.lan:5000/'], 'reg.lan:5000/a', 'http://reg.lan:5000/'],
      [
        'as the exact key rather than an old form',
        ['https://ghcr.io/v2/', 'ghcr.io'],
        'ghcr.io/a',
        'ghcr.io',
      ],
      ['in upper case', ['GHCR.io'], 'ghcr.io/a', 'GHCR.io'],
      [
        'of Docker Hub under its old key',
        ['https://index.docker.io/v1/'],
        'index.docker.io/library/nginx',
        'https://index.docker.io/v1/',
      ],
      ['of Docker Hub as Podman writes it', ['docker.io'], 'index.docker.io/library/nginx', 'docker.io'],
      ['of Docker Hub by its wire host', ['docker.io'], 'registry-1.docker.io/library/nginx', 'docker.io'],
      [
        'of a namespace',
        ['quay.io', 'quay.io/acme', 'quay.io/acme/team'],
        'quay.io/acme/app',
        'quay.io/acme',
      ],
      [
        'of the longest namespace',
        ['quay.io/acme/team', 'quay.io/acme', 'quay.io'],
        'quay.io/acme/team/app',
        'quay.io/acme/team',
      ],
      ['of the very repository', ['quay.io/acme/app'], 'quay.io/acme/app', 'quay.io/acme/app'],
      ['not of another namespace', ['quay.io/acme', 'quay.io/ac'], 'quay.io/acme2/app', '-'],
      ['of the host for the registry itself', ['quay.io/acme', 'quay.io'], 'quay.io/', 'quay.io'],
      ['of an IPv6 host', ['[::1]:5000'], '[::1]:5000/a', '[::1]:5000'],
    ];
  for (const [name, keys, wanted, found] of cases) {
    it(`is asked for an entry ${name}`, async () => {
      // The user is named as the key, and not in `auth`, where a colon would end it.
      const auths = Object.fromEntries(keys.map((key) => [key, { username: key, password: 'x' }]));
      assert.equal(await findUser(wanted, { files: { [dockerPath]: authFile(auths) } }), found);
    });
  }

  const secretIn = (entry: object) => {
    const file = parseAuthFile(authFile({ x: entry }), 'F');
    const found = file.auths.get('x');
    assert.ok(found);
    return secretOf(found, 'F');
  };
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  it('holds user and password in base64, padded or not', () => {
    const wanted = { kind: 'basic', username: 'ann', password: 'pa:ss:ü' };
    assert.deepEqual(secretIn({ auth: base64('ann:pa:ss:ü') }), wanted);
    assert.deepEqual(secretIn({ auth: base64('ann:pa:ss:ü').replace(/=+$/, '') }), wanted);
    assert.deepEqual(secretIn({ auth: base64('ann:pw\0\0') }), {
      kind: 'basic',
      username: 'ann',
      password: 'pw',
    });
    assert.deepEqual(secretIn({ username: 'ann', password: 'pw' }), {
      kind: 'basic',
      username: 'ann',
      password: 'pw',
    });
  });

  it('holds identity and registry tokens', () => {
    const guid = '00000000-0000-0000-0000-000000000000';
    assert.deepEqual(secretIn({ auth: base64(`${guid}:`), identitytoken: 'T' }), {
      kind: 'identity-token',
      username: guid,
      token: 'T',
    });
    assert.deepEqual(secretIn({ identitytoken: 'T' }), { kind: 'identity-token', username: '', token: 'T' });
    assert.deepEqual(secretIn({ registrytoken: 'R', auth: base64('a:b') }), { kind: 'bearer', token: 'R' });
  });

  it('holds entries that only mark a sign-in', () => {
    assert.equal(secretIn({}), undefined);
    assert.equal(secretIn({ email: 'x@y', auth: '' }), undefined);
  });

  const broken: readonly (readonly [name: string, text: string])[] = [
    ['no JSON', '{"auths":{"ghcr.io":{"auth":"canary'],
    ['a list', '["canary"]'],
    ['auths that are a list', '{"auths":["canary"]}'],
    ['an entry that is a text', '{"auths":{"ghcr.io":"canary"}}'],
    ['an auth that is a number', '{"auths":{"ghcr.io":{"auth":123}}}'],
    ['an auth without a colon', authFile({ 'ghcr.io': { auth: base64('canary') } })],
    ['an auth that is not base64', authFile({ 'ghcr.io': { auth: 'canary:canary' } })],
    [
      'an auth with a letter that base64 does not have',
      authFile({ 'ghcr.io': { auth: 'YW5u!OmNhbmFyeQ==' } }),
    ],
    ['an auth without a user', authFile({ 'ghcr.io': { auth: base64(':canary') } })],
    ['a helper that is no text', '{"credHelpers":{"ghcr.io":{"canary":1}}}'],
  ];
  for (const [name, text] of broken) {
    it(`with ${name} is an error that names the file and nothing of what is in it [N1]`, async () => {
      await assert.rejects(find('ghcr.io/a', { files: { [dockerPath]: text } }), (error: Error) => {
        assert.match(error.message, /^bad-credential-file .*~\/\.docker\/config\.json/);
        assert.ok(
          !`${error.message}${String(error.stack)}${String(error.cause)}`.includes('canary'),
          error.message,
        );
        return true;
      });
    });
  }

  it('that is broken in an entry for somebody else still gives the entry that is asked for', async () => {
    const text = authFile({ 'other.example': { auth: 'not base64!' }, 'ghcr.io': login('ann') });
    assert.equal(await findUser('ghcr.io/a', { files: { [dockerPath]: text } }), 'ann');
  });

  it('that is empty, or begins with a byte order mark, is no error', async () => {
    assert.equal(await findUser('ghcr.io/a', { files: { [dockerPath]: ' \n' } }), '-');
    const text = `\uFEFF${authFile({ 'ghcr.io': login('ann') })}`;
    assert.equal(await findUser('ghcr.io/a', { files: { [dockerPath]: text } }), 'ann');
  });
});
