// Entries of `countersign.registries`, signature tags, and which failures mean that a registry lists nothing.
import assert from 'node:assert/strict';
import { EngineError, isEngineError } from '../../../../src/engine/errors.ts';
import { familiar, parseEntry } from '../../../../src/host/tree/entry.ts';
import { isRefusal, wantsLogin } from '../../../../src/host/tree/refusals.ts';
import { isSignatureTag, subjectOf } from '../../../../src/host/tree/signatureTag.ts';
import { nobody } from '../../../support/logins.ts';

const hex = '0123456789abcdef'.repeat(4);

describe('an entry of the registries setting', () => {
  const entries: readonly (readonly [string, string, string | undefined, string])[] = [
    ['ghcr.io', 'ghcr.io', undefined, 'ghcr.io'],
    [' localhost ', 'localhost', undefined, 'localhost'],
    ['localhost:5000/', 'localhost:5000', undefined, 'localhost:5000'],
    ['GHCR.io/acme', 'ghcr.io', 'acme', 'ghcr.io/acme'],
    ['ghcr.io/acme/tools/app', 'ghcr.io', 'acme/tools/app', 'ghcr.io/acme/tools/app'],
    ['docker.io', 'index.docker.io', undefined, 'docker.io'],
    ['docker.io/library/nginx', 'index.docker.io', 'library/nginx', 'docker.io/library/nginx'],
    ['acme/app', 'index.docker.io', 'acme/app', 'docker.io/acme/app'],
    ['[::1]:5000/app', '[::1]:5000', 'app', '[::1]:5000/app'],
  ];
  for (const [typed, registry, path, text] of entries) {
    it(`is read as a host, a namespace or a repository: ${typed} [U9]`, () => {
      const { namespace, ...entry } = parseEntry(typed);
      assert.deepEqual(entry, { registry, path, text });
      assert.equal(namespace, path?.replace('library/', ''));
    });
  }

  it('of Docker Hub with one part is an image of library, or a namespace [U9]', () => {
    for (const typed of ['docker.io/acme', 'acme', 'index.docker.io/acme']) {
      const { path, namespace, text } = parseEntry(typed);
      assert.deepEqual([path, namespace, text], ['library/acme', 'acme', 'docker.io/acme']);
    }
  });

  for (const typed of [
    '',
    'https://ghcr.io',
    'ghcr.io/acme/app:1.0',
    `ghcr.io/a@sha256:${hex}`,
    'ghcr.io/../x',
    'ghcr.io/Acme',
    'a b.io',
  ]) {
    it(`is refused with a position when it names no place: “${typed}” [S4]`, () => {
      assert.throws(
        () => parseEntry(typed),
        (error) => isEngineError(error, 'bad-reference'),
      );
    });
  }

  it('is quoted as it was typed when its host is wrong', () => {
    assert.throws(
      () => parseEntry('localhost:x/'),
      (error) =>
        isEngineError(error, 'bad-reference') &&
        error.details.text === 'localhost:x' &&
        error.details.position === 'localhost:'.length,
    );
  });

  it('is shown with Docker Hub under the name that people use', () => {
    assert.equal(familiar('index.docker.io/library/nginx:1'), 'docker.io/library/nginx:1');
    assert.equal(familiar('index.docker.io'), 'docker.io');
    assert.equal(familiar('index.docker.io.example/a'), 'index.docker.io.example/a');
    assert.equal(familiar('ghcr.io/index.docker.io/a'), 'ghcr.io/index.docker.io/a');
  });
});

describe('a signature tag', () => {
  it('is told by its whole name, and names the digest that it signs', () => {
    assert.equal(subjectOf(`sha256-${hex}.sig`), `sha256:${hex}`);
    for (const tag of [
      `sha256-${hex}`,
      `sha256-${hex}.att`,
      `sha256-${hex.slice(1)}.sig`,
      `x-sha256-${hex}.sig`,
      'v1',
    ]) {
      assert.equal(isSignatureTag(tag), false, tag);
      assert.equal(subjectOf(tag), undefined, tag);
    }
  });
});

describe('a list that a registry does not give', () => {
  const answer = { registry: 'r', repository: '', operation: 'catalog', status: 404, code: '', message: '' };

  it('is told from a registry that is broken [U9]', () => {
    const credential = nobody;
    assert.equal(isRefusal(new EngineError('not-found', answer)), true);
    assert.equal(isRefusal(new EngineError('registry-refused', answer)), true);
    assert.equal(isRefusal(new EngineError('not-signed-in', { ...answer, credential })), true);
    assert.equal(isRefusal(new EngineError('forbidden', { ...answer, credential })), true);
    assert.equal(isRefusal(new EngineError('registry-failed', answer)), false);
    assert.equal(isRefusal(new EngineError('timed-out', { host: 'r', seconds: 1, phase: 'answer' })), false);
    assert.equal(isRefusal(new Error('not-found')), false);
    assert.equal(isRefusal(undefined), false);
  });

  it('may come after a login where the registry asked for one', () => {
    assert.equal(wantsLogin(new EngineError('not-signed-in', { ...answer, credential: nobody })), true);
    assert.equal(wantsLogin(new EngineError('not-found', answer)), false);
  });

  it('may come after a login where a registry forbids it to nobody in particular, and to no login', () => {
    const ann = { kind: 'docker-config', detail: '~/.docker/config.json', user: 'ann' } as const;
    assert.equal(wantsLogin(new EngineError('forbidden', { ...answer, credential: nobody })), true);
    assert.equal(wantsLogin(new EngineError('forbidden', { ...answer, credential: ann })), false);
  });
});
