// WWW-Authenticate as registries write it (http.md 10; registries: per product).
import assert from 'node:assert/strict';
import { parseChallenges, readChallenge } from '../../../src/engine/registry/challenge.ts';

const bearer = (realm: string, service?: string, scope?: string) => ({
  kind: 'bearer',
  realm,
  service,
  scope,
});

describe('a challenge', () => {
  const cases: readonly (readonly [name: string, header: string, wanted: unknown])[] = [
    [
      'of Docker Hub',
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/nginx:pull,push"',
      bearer('https://auth.docker.io/token', 'registry.docker.io', 'repository:library/nginx:pull,push'),
    ],
    [
      'of Google, without service and scope',
      'Bearer realm="https://us-central1-docker.pkg.dev/v2/token"',
      bearer('https://us-central1-docker.pkg.dev/v2/token'),
    ],
    ['of Nexus, in upper case', 'BASIC realm="Sonatype Nexus Repository Manager"', { kind: 'basic' }],
    ['in lower case', 'bearer REALM="https://a/t"', bearer('https://a/t')],
    [
      'of AWS, with a second parameter',
      'Basic realm="https://1.dkr.ecr.eu-west-2.amazonaws.com/",service="ecr.amazonaws.com"',
      { kind: 'basic' },
    ],
    [
      'that follows another in the same header',
      'Bearer realm="https://a/t",service="s", Basic realm="b"',
      bearer('https://a/t', 's'),
    ],
    ['behind Negotiate', 'Negotiate, Basic realm="x, y"', { kind: 'basic' }],
    [
      'behind Negotiate with a token68',
      'Negotiate YIIGhwYGKwYB/+==, bearer realm="https://a/t"',
      bearer('https://a/t'),
    ],
    [
      'with a quoted comma and an escape',
      'Bearer realm="https://a/t?x=1,2", service="a\\"b"',
      bearer('https://a/t?x=1,2', 'a"b'),
    ],
    ['without quotes', 'Bearer realm=https://a/t,service=s', bearer('https://a/t', 's')],
    [
      'with blanks around the equals sign',
      'Bearer realm = "https://a/t" , service = "s"',
      bearer('https://a/t', 's'),
    ],
    [
      'with two scopes and an error',
      'Bearer realm="r",service="s",scope="repository:t/two:push,pull repository:t/one:pull",error="insufficient_scope"',
      bearer('r', 's', 'repository:t/two:push,pull repository:t/one:pull'),
    ],
    ['whose Bearer has no realm', 'Bearer service="s", Basic realm="x"', { kind: 'basic' }],
    ['that is only a scheme', 'Basic', { kind: 'basic' }],
    ['of an unknown kind', 'Digest realm="x", nonce="y"', undefined],
    ['that is nothing', '', undefined],
    ['that is garbage', '=,"=;;', undefined],
    ['whose quote never ends', 'Bearer realm="https://a/t', undefined],
  ];
  for (const [name, header, wanted] of cases) {
    it(`${name} is understood`, () => assert.deepEqual(readChallenge(header), wanted));
  }

  it('keeps the order and every parameter of all that were sent', () => {
    const found = parseChallenges('Negotiate abc=, Bearer realm="a",x=1, Basic realm="b"');
    assert.deepEqual(
      found.map(({ scheme, parameters }) => [scheme, [...parameters]]),
      [
        ['negotiate', []],
        [
          'bearer',
          [
            ['realm', 'a'],
            ['x', '1'],
          ],
        ],
        ['basic', [['realm', 'b']]],
      ],
    );
  });

  it('of any length is read in a moment', () => {
    const quotes = `Bearer realm="${'\\'.repeat(50_000)}`;
    assert.equal(readChallenge(quotes), undefined);
    assert.equal(readChallenge(`${'a'.repeat(50_000)}=`), undefined);
  });
});
