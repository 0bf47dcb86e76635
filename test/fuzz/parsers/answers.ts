// What a registry puts into headers: challenges and Link. Both are read on every request, and by anybody's words.
import assert from 'node:assert/strict';
import { parseChallenges, readChallenge } from '../../../src/engine/registry/challenge.ts';
import { nextQuery } from '../../../src/engine/registry/link.ts';
import { mutateText } from '../mutateText.ts';
import { parsed, type Parser } from '../parser.ts';

const challenges = [
  'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
  'Negotiate YIIGhwYGKwYB/+==, bearer realm="https://a/t"',
  'BASIC realm="Sonatype Nexus Repository Manager"',
  'Bearer realm = "https://a/t?x=1,2" , service = "a\\"b", error="invalid_token"',
];
const parts = [
  'Bearer ',
  'Basic',
  'realm=',
  '"',
  '\\"',
  ',',
  '=',
  ' ',
  'Negotiate abc==',
  '\\\\'.repeat(50),
  'a="b", ',
];

export const challengeParser: Parser = {
  name: 'challenges',
  inputs: 100_000,
  make: (random) => mutateText(random, random.pick(challenges), parts),
  check: (header: string) => {
    for (const { scheme, parameters } of parseChallenges(header)) {
      assert.equal(scheme, scheme.toLowerCase());
      for (const name of parameters.keys()) assert.match(name, /^[^\s",=A-Z]+$/);
    }
    const challenge = readChallenge(header);
    if (challenge === undefined) return 'refused';
    if (challenge.kind === 'bearer') assert.notEqual(challenge.realm, '');
    return 'taken';
  },
};

const asked = new URL('https://ghcr.example/v2/acme/app/tags/list?n=100');
const links = [
  '</v2/acme/app/tags/list?n=100&last=v1>; rel="next"',
  '<https://ghcr.example/v2/acme/app/tags/list?last=a%2Fb&n=0>; rel=next; title="a, b", <x>; rel="prev"',
  '<?next_page=abc==>;rel="prev next"',
];
const targets = [
  '<',
  '>',
  ';',
  'rel=',
  '"next"',
  'https://evil.example/',
  '//evil.example',
  '?n=0&',
  '#x',
  ' , '.repeat(40),
];

export const linkParser: Parser = {
  name: 'Link headers',
  inputs: 80_000,
  make: (random) => mutateText(random, random.pick(links), targets),
  check: (header: string) => {
    const query = parsed(() => nextQuery('ghcr.example', header, asked), 'bad-answer');
    if (query === undefined) return 'refused';
    const url = new URL(asked);
    url.search = query;
    assert.equal(url.host, asked.host);
    assert.equal(url.pathname, asked.pathname);
    return 'taken';
  },
};
