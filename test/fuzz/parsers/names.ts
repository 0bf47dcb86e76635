// References and patterns: what people type and rules say. What is taken has one canonical form, and a URL made of it
// names that repository and no other (S4, S5).
import assert from 'node:assert/strict';
import { formatReference, parseReference } from '../../../src/engine/oci/reference.ts';
import { matches, parsePattern } from '../../../src/engine/trustedSigners/pattern.ts';
import { mutateText } from '../mutateText.ts';
import { parsed, type Parser } from '../parser.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const references = [
  ...['alpine', 'docker.io/library/alpine:3', 'localhost:5000/app', '[::1]:5000/app', '127.0.0.1/app:v1'],
  ...[
    `ghcr.io/acme/app@${digest}`,
    `a.example:8443/b/c_d/e--f.g:v1.0-rc.1@${digest}`,
    'registry-1.docker.io/x',
  ],
];
const words = [
  'docker.io',
  'index.docker.io',
  'localhost',
  '[::1]',
  ':443',
  ':65536',
  `@${digest}`,
  '@sha512:',
  '127.1',
];

export const referenceParser: Parser = {
  name: 'references',
  inputs: 60_000,
  make: (random) => mutateText(random, random.pick(references), words),
  check: (text: string) => {
    const reference = parsed(() => parseReference(text), 'bad-reference');
    if (reference === undefined) return 'refused';
    const again = parseReference(formatReference(reference));
    assert.deepEqual(again.repository, reference.repository);
    assert.deepEqual([again.tag, again.digest], [reference.tag, reference.digest]);
    const { registry, path } = reference.repository;
    const asked = `/v2/${path}/manifests/${reference.digest ?? reference.tag ?? ''}`;
    const url = new URL(`http://${registry}${asked}`);
    assert.equal(url.pathname, asked, 'the URL asks for another repository');
    assert.equal(url.host, registry.replace(/:80$/, ''), 'the URL asks another host');
    return 'taken';
  },
};

const patterns = [
  'ghcr.io/acme/*',
  '**',
  'ghcr.io/**/app',
  'localhost:5000/a*b/*c*',
  'docker.io/library/nginx',
  '*.example/x',
];
const long = parseReference(`ghcr.io/${'a/'.repeat(80)}a`).repository;

export const patternParser: Parser = {
  name: 'patterns',
  inputs: 40_000,
  make: (random) =>
    mutateText(random, random.pick(patterns), ['*', '**', '/**/', '*a*a*a*', 'docker.io/', ':5000']),
  check: (text: string) => {
    const pattern = parsePattern(text);
    if ('reason' in pattern) return 'refused';
    matches(pattern, long);
    return 'taken';
  },
};
