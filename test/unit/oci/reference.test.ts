// References. The rows follow what distribution (reference/reference_test.go) and go-containerregistry 0.21
// (pkg/name) say of the same texts; where the two differ, or this engine is stricter, the row says why.
import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engine/errors.ts';
import type { ReferenceProblem } from '../../../src/engine/errors.ts';
import { formatReference, parseReference } from '../../../src/engine/oci/reference.ts';

const hex = 'ffff'.repeat(16);
const digest = `sha256:${hex}` as const;
const hub = 'index.docker.io';

function problemOf(parse: () => unknown): { position: number; reason: string } {
  try {
    parse();
  } catch (error) {
    assert.ok(error instanceof EngineError && error.code === 'bad-reference', String(error));
    const { position, reason } = (error as EngineError<'bad-reference'>).details;
    return { position, reason };
  }
  return { position: -1, reason: 'accepted' };
}

describe('references', () => {
  const accepted: readonly (readonly [typed: string, full: string])[] = [
    // Docker Hub and its short names.
    ['alpine', `${hub}/library/alpine:latest`],
    ['test_com', `${hub}/library/test_com:latest`],
    ['test:tag', `${hub}/library/test:tag`],
    ['user/x', `${hub}/user/x:latest`],
    ['docker.io/alpine', `${hub}/library/alpine:latest`],
    ['docker.io/user/x:1', `${hub}/user/x:1`],
    ['index.docker.io/alpine', `${hub}/library/alpine:latest`],
    ['registry-1.docker.io/user/x', 'registry-1.docker.io/user/x:latest'],
    ['registry-1.docker.io/alpine', 'registry-1.docker.io/alpine:latest'],
    ['lowercase:Uppercase', `${hub}/library/lowercase:Uppercase`],
    ['a/a/a/a', `${hub}/a/a/a/a:latest`],
    ['foo/foo_bar.com:8080', `${hub}/foo/foo_bar.com:8080`],
    ['foo_bar.com:8080', `${hub}/library/foo_bar.com:8080`],
    // What looks like a host without a second part is a name with a tag.
    ['test.com', `${hub}/library/test.com:latest`],
    ['test.com:tag', `${hub}/library/test.com:tag`],
    ['test.com:5000', `${hub}/library/test.com:5000`],
    ['localhost', `${hub}/library/localhost:latest`],
    ['localhost:5000', `${hub}/library/localhost:5000`],
    ['192.168.1.1', `${hub}/library/192.168.1.1:latest`],
    ['192.168.1.1:5000', `${hub}/library/192.168.1.1:5000`],
    // Registries.
    ['test.com/repo:tag', 'test.com/repo:tag'],
    ['test.com:8080/foo', 'test.com:8080/foo:latest'],
    ['test:5000/repo', 'test:5000/repo:latest'],
    ['test:5000/repo:tag', 'test:5000/repo:tag'],
    ['localhost/a', 'localhost/a:latest'],
    ['localhost:5000/a', 'localhost:5000/a:latest'],
    ['192.168.1.1:5000/repo', '192.168.1.1:5000/repo:latest'],
    ['sub-dom1.foo.com/bar/baz/quux', 'sub-dom1.foo.com/bar/baz/quux:latest'],
    ['sub-dom1.foo.com/bar/baz/quux:some-long-tag', 'sub-dom1.foo.com/bar/baz/quux:some-long-tag'],
    [
      'b.gcr.io/test.example.com/my-app:test.example.com',
      'b.gcr.io/test.example.com/my-app:test.example.com',
    ],
    ['xn--n3h.com/myimage:xn--n3h.com', 'xn--n3h.com/myimage:xn--n3h.com'],
    ['a--b.com/a--b/c__d.e', 'a--b.com/a--b/c__d.e:latest'],
    ['x.com:65535/a', 'x.com:65535/a:latest'],
    ['[2001:db8::1]:5000/repo', '[2001:db8::1]:5000/repo:latest'],
    ['[2001:db8::1]/repo:tag', '[2001:db8::1]/repo:tag'],
    ['[::1]/repo', '[::1]/repo:latest'],
    // One canonical form.
    ['GHCR.io/a/b', 'ghcr.io/a/b:latest'],
    ['[2001:DB8:0::1]:5000/repo', '[2001:db8::1]:5000/repo:latest'],
    ['  ghcr.io/a/b:1 \n', 'ghcr.io/a/b:1'],
    // Digests.
    [`test:5000/repo@${digest}`, `test:5000/repo@${digest}`],
    [`test:5000/repo:tag@${digest}`, `test:5000/repo:tag@${digest}`],
    [`alpine@${digest}`, `${hub}/library/alpine@${digest}`],
    // Lengths.
    [`${'a/'.repeat(127)}a:tag-puts-this-over-max`, `${hub}/${'a/'.repeat(127)}a:tag-puts-this-over-max`],
    [`a.b/${'a'.repeat(255)}`, `a.b/${'a'.repeat(255)}:latest`],
    [`a:${'t'.repeat(128)}`, `${hub}/library/a:${'t'.repeat(128)}`],
  ];
  for (const [typed, full] of accepted) {
    it(`reads ${JSON.stringify(typed.slice(0, 60))} as ${full.slice(0, 60)}`, () => {
      const reference = parseReference(typed);
      assert.equal(formatReference(reference), full);
      assert.equal(formatReference(parseReference(full)), full, 'the full form is its own full form');
    });
  }

  it('keeps the tag beside a digest, and implies a tag only where there is neither', () => {
    const both = parseReference(` test:5000/repo:tag@${digest} `);
    assert.deepEqual(both, {
      repository: { registry: 'test:5000', path: 'repo' },
      tag: 'tag',
      digest,
      impliedTag: false,
      typed: `test:5000/repo:tag@${digest}`,
    });
    const bare = parseReference('alpine');
    assert.deepEqual([bare.tag, bare.digest, bare.impliedTag], ['latest', undefined, true]);
    const pinned = parseReference(`alpine@${digest}`);
    assert.deepEqual([pinned.tag, pinned.impliedTag], [undefined, false]);
    assert.equal(parseReference('alpine:latest').impliedTag, false);
  });

  const refused: readonly (readonly [typed: string, position: number, reason: ReferenceProblem])[] = [
    ['', 0, 'empty'],
    ['  ', 0, 'empty'],
    // distribution and go-containerregistry (weakly) read these; nobody who types them means that.
    ['https://ghcr.io/a/b', 0, 'scheme'],
    ['docker://alpine', 0, 'scheme'],
    [':justtag', 0, 'component'],
    [`@${digest}`, 0, 'component'],
    // Upper case.
    ['Uppercase:tag', 0, 'upper-case'],
    ['test:5000/Uppercase/lowercase:tag', 10, 'upper-case'],
    ['ghcr.io/acme/aPp', 14, 'upper-case'],
    ['LOCALHOST/a', 0, 'upper-case'],
    // Characters and components.
    ['aa/asdf$$^/aa', 7, 'character'],
    ['a b', 1, 'character'],
    ['ghcr.io/a%2fb', 9, 'character'],
    ['ghcr.io/a\\b', 9, 'character'],
    ['ghcr.io/ä', 8, 'character'],
    ['ghcr.io/a/b?x', 11, 'character'],
    ['ghcr.io/a/b#x', 11, 'character'],
    ['a//a', 2, 'component'],
    ['a//a.b/c', 2, 'component'],
    ['ghcr.io//a', 8, 'component'],
    ['ghcr.io/a/', 10, 'component'],
    ['/a', 0, 'component'],
    ['-test', 0, 'component'],
    ['_test', 0, 'component'],
    ['.test', 0, 'component'],
    ['test-', 4, 'component'],
    ['a-/a/a/a', 1, 'component'],
    ['a..b', 1, 'component'],
    ['a___b', 1, 'component'],
    ['a-_b', 1, 'component'],
    ['a.$b', 2, 'character'],
    ['./a', 0, 'component'],
    ['../a', 0, 'component'],
    ['ghcr.io/../a', 8, 'component'],
    ['ghcr.io/acme/../evil', 13, 'component'],
    ['ghcr.io/a/./b', 10, 'component'],
    ['ghcr.io/a/..', 10, 'component'],
    // Registries.
    ['a_b.com/a', 1, 'registry'],
    ['a..com/a', 1, 'registry'],
    ['a.com./a', 5, 'registry'],
    ['-a.com/a', 0, 'registry'],
    ['a-.com/a', 1, 'registry'],
    ['é.com/a', 0, 'registry'],
    ['a%2f.com/b', 1, 'registry'],
    ['x.com:/a', 6, 'registry'],
    ['x.com:0/a', 6, 'registry'],
    ['x.com:65536/a', 6, 'registry'],
    ['x.com:080/a', 6, 'registry'],
    ['x.com:80a/a', 8, 'registry'],
    ['x.com:80:80/a', 8, 'registry'],
    [`${'a'.repeat(64)}.com/a`, 0, 'registry'],
    [`x.${'a'.repeat(64)}.com/a`, 2, 'registry'],
    [`${'a.'.repeat(127)}com/a`, 253, 'registry'],
    ['[fe80::1%eth0]:5000/repo', 0, 'registry'],
    ['[fe80::1%@invalidzone]:5000/repo', 0, 'character'],
    ['[2001:db8:1:2:3:4:5:6:7]/repo', 0, 'registry'],
    ['[::ffff:1.2.3.4]/repo', 0, 'registry'],
    ['[::1/repo', 0, 'registry'],
    ['[::1]5000/repo', 5, 'registry'],
    ['[::1]', 0, 'character'],
    ['[::1]:5000', 0, 'character'],
    ['[::1]:tag', 0, 'character'],
    // A URL would rewrite these hosts: one would be shown and another asked.
    ['127.1/a', 0, 'registry'],
    ['0x7f.1:5000/a', 0, 'registry'],
    ['2130706433:5000/a', 0, 'registry'],
    ['0177.0.0.1/a', 0, 'registry'],
    ['1.2.3.256/a', 0, 'registry'],
    ['1.2.3.4.5/a', 0, 'registry'],
    // Tags.
    ['repo:', 5, 'tag'],
    ['repo:-x', 5, 'tag'],
    ['repo:.x', 5, 'tag'],
    ['a/b:c:d', 5, 'tag'],
    ['repo:a b', 6, 'tag'],
    [`repo:@${digest}`, 5, 'tag'],
    [`a:${'t'.repeat(129)}`, 130, 'too-long'],
    // Digests.
    ['repo@', 5, 'digest'],
    ['repo@sha256', 5, 'digest'],
    ['repo@sha256:', 12, 'digest'],
    [`repo@sha256:${'f'.repeat(34)}`, 46, 'digest'],
    [`repo@sha256:${'f'.repeat(65)}`, 76, 'digest'],
    [`repo@sha256:FF${'f'.repeat(62)}`, 12, 'digest'],
    [`repo@${digest}@${digest}`, 76, 'digest'],
    [`repo@${digest}:tag`, 76, 'digest'],
    [`repo@sha512:${'f'.repeat(128)}`, 5, 'digest-algorithm'],
    [`xn--7o8h.com/myimage:xn--7o8h.com@sha512:${hex}`, 34, 'digest-algorithm'],
    [`repo@sha256.b64+x:${'f'.repeat(64)}`, 5, 'digest-algorithm'],
    // Lengths: distribution counts the path alone.
    [`${'a/'.repeat(128)}a:tag`, 255, 'too-long'],
    [`a.b/${'a'.repeat(256)}`, 259, 'too-long'],
    ['a'.repeat(248), 248, 'too-long'],
  ];
  for (const [typed, position, reason] of refused) {
    it(`refuses ${JSON.stringify(typed.slice(0, 60))} at ${position}: ${reason}${typed.includes('..') ? ' [S4]' : ''}`, () => {
      assert.deepEqual(
        problemOf(() => parseReference(typed)),
        { position, reason },
      );
    });
  }
});
