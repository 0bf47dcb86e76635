// Patterns of rules: which images a rule names. A rule that names one too few leaves an image unprotected, a rule
// that names one too many lets a stranger vouch for it.
import assert from 'node:assert/strict';
import { parseRepository } from '../../../src/engine/oci/reference.ts';
import { matches, parsePattern } from '../../../src/engine/trustedSigners/pattern.ts';

function names(pattern: string, image: string): boolean {
  const parsed = parsePattern(pattern);
  assert.ok(!('reason' in parsed), `${pattern} is refused: ${JSON.stringify(parsed)}`);
  return matches(parsed, parseRepository(image));
}

function check(rows: readonly (readonly [pattern: string, image: string, expected: boolean])[]): void {
  for (const [pattern, image, expected] of rows) {
    assert.equal(names(pattern, image), expected, `${pattern} and ${image}`);
  }
}

describe('The pattern of a rule', () => {
  it('matches the whole name, not a part of it [S5]', () => {
    check([
      ['ghcr.io/acme/app', 'ghcr.io/acme/app', true],
      ['ghcr.io/acme/app', 'ghcr.io/acme/app2', false],
      ['ghcr.io/acme/app', 'ghcr.io/acme/app/sub', false],
      ['ghcr.io/acme/app', 'evil.example/ghcr.io/acme/app', false],
      ['ghcr.io/acme/app', 'xghcr.io/acme/app', false],
      ['ghcr.io/acme/a.p', 'ghcr.io/acme/axp', false],
      ['ghcr.io/acme/**', 'ghcr.io/acme', false],
      ['ghcr.io/acme/**', 'ghcr.io/acme-evil/app', false],
    ]);
  });

  it('stops a single star at the slash, and a double star nowhere [S5]', () => {
    check([
      ['ghcr.io/acme/*', 'ghcr.io/acme/app', true],
      ['ghcr.io/acme/*', 'ghcr.io/acme/team/app', false],
      ['ghcr.io/acme/**', 'ghcr.io/acme/app', true],
      ['ghcr.io/acme/**', 'ghcr.io/acme/team/app', true],
      ['ghcr.io/*/app', 'ghcr.io/acme/app', true],
      ['ghcr.io/*/app', 'ghcr.io/acme/team/app', false],
      ['ghcr.io/acme/api-*', 'ghcr.io/acme/api-users', true],
      ['ghcr.io/acme/api-*', 'ghcr.io/acme/web', false],
      ['ghcr.io/acme/*-*-x', 'ghcr.io/acme/a-b-c-x', true],
      ['*.acme.example/**', 'eu.acme.example/a/b', true],
      ['*.acme.example/**', 'eu.evil.example/acme.example/b', false],
    ]);
  });

  it('lets a double star between slashes stand for no component too [S5]', () => {
    check([
      ['ghcr.io/acme/**/app', 'ghcr.io/acme/app', true],
      ['ghcr.io/acme/**/app', 'ghcr.io/acme/a/b/app', true],
      ['ghcr.io/acme/**/app', 'ghcr.io/acme/a/bapp', false],
      ['ghcr.io/**/x/**/app', 'ghcr.io/x/app', true],
      ['ghcr.io/**/**/app', 'ghcr.io/app', true],
      ['ghcr.io/**/**', 'ghcr.io/app', true],
    ]);
  });

  it('takes the three names of Docker Hub for one, and completes short names [S5]', () => {
    const hub = ['nginx', 'docker.io/nginx', 'docker.io/library/nginx', 'index.docker.io/library/nginx'];
    for (const pattern of [
      ...hub,
      'registry-1.docker.io/library/nginx',
      'library/nginx',
      'docker.io/*',
      'ngin*',
    ]) {
      for (const image of [...hub, 'registry-1.docker.io/library/nginx', 'registry-1.docker.io/nginx']) {
        assert.equal(names(pattern, image), true, `${pattern} and ${image}`);
      }
      assert.equal(names(pattern, 'ghcr.io/library/nginx'), false, pattern);
      assert.equal(names(pattern, 'acme/nginx'), false, pattern);
    }
    check([
      ['acme/*', 'docker.io/acme/app', true],
      ['docker.io/**', 'nginx', true],
      ['docker.io/**', 'acme/app', true],
      ['docker.io/*', 'acme/app', false],
      ['registry-*.docker.io/**', 'acme/app', true],
      ['index.docker.io/acme/*', 'registry-1.docker.io/acme/app', true],
    ]);
  });

  it('covers every image of every registry with two stars alone [S5]', () => {
    check([
      ['**', 'nginx', true],
      ['**', 'localhost:5000/a/b', true],
      ['**/app', 'ghcr.io/app', true],
      ['**/app', 'localhost:5000/a/app', true],
      ['**/app', 'ghcr.io/myapp', false],
    ]);
  });

  it('tells ports apart [S5]', () => {
    check([
      ['localhost:5000/**', 'localhost:5000/app', true],
      ['localhost:5000/**', 'localhost:5001/app', false],
      ['localhost/**', 'localhost:5000/app', false],
      ['localhost:*/**', 'localhost:5001/app', true],
      ['[::1]:5000/*', '[::1]:5000/app', true],
      ['[0:0::1]:5000/*', '[::1]:5000/app', true],
    ]);
  });

  it('refuses what could match nothing or be read in two ways, at its character [S3]', () => {
    const rows: readonly (readonly [pattern: string, position: number])[] = [
      ['', 0],
      ['ghcr.io/Acme/*', 8],
      ['GHCR.io/acme/*', 0],
      ['ghcr.io/acme/***', 13],
      ['ghcr.io/acme/ap?', 15],
      ['ghcr.io/{a,b}', 8],
      ['!ghcr.io/a', 0],
      ['ghcr.io/acme//app', 13],
      ['ghcr.io/acme/', 13],
      ['/acme', 0],
      ['ghcr.io/acme/../evil', 13],
      ['ghcr.io/acme/.', 13],
      ['ghcr.io/acme/-app', 13],
      ['ghcr.io/acme/app:v1', 16],
      ['ghcr.io/acme/[ab]', 13],
      ['nginx:latest', 5],
      ['ghcr.io', 0],
      ['localhost:5000', 0],
      ['*', 0],
      ['*/app', 0],
      ['acme*/app', 4],
      ['localhost:99999/app', 10],
      ['a..b/app', 1],
      ['https://ghcr.io/acme', 6],
      [`ghcr.io/${'a'.repeat(600)}`, 512],
      ['ghcr.io/acme/app ', 16],
    ];
    for (const [pattern, position] of rows) {
      const parsed = parsePattern(pattern);
      assert.ok('reason' in parsed, `${pattern} is not refused`);
      assert.equal(parsed.position, position, `${pattern}: ${parsed.reason}`);
    }
  });

  it('needs no more steps for a hostile pattern than its length times the name [S5]', () => {
    // A backtracking matcher needs more steps for this pair than there are atoms; this one answers.
    const pattern = `ghcr.io/${'*a'.repeat(120)}**${'a*'.repeat(120)}b`;
    assert.equal(names(pattern, `ghcr.io/${'a'.repeat(240)}`), false);
  });
});
