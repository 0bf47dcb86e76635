// Repositories by themselves, their canonical name, and names that a registry brings.
import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engine/errors.ts';
import {
  canonicalName,
  formatRepository,
  isValidPath,
  isValidTag,
  parseRepository,
} from '../../../src/engine/oci/reference.ts';

const digest = `sha256:${'ffff'.repeat(16)}` as const;
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

describe('repositories', () => {
  it('are read without tag and digest', () => {
    assert.deepEqual(parseRepository(' ghcr.io/acme/sigs '), { registry: 'ghcr.io', path: 'acme/sigs' });
    assert.deepEqual(parseRepository('foo'), { registry: hub, path: 'library/foo' });
  });

  it('point at a tag or a digest that does not belong there', () => {
    assert.deepEqual(
      problemOf(() => parseRepository('ghcr.io/acme/sigs:tag')),
      { position: 17, reason: 'tag' },
    );
    assert.deepEqual(
      problemOf(() => parseRepository(`ghcr.io/acme/sigs@${digest}`)),
      { position: 17, reason: 'digest' },
    );
    assert.deepEqual(
      problemOf(() => parseRepository('localhost:5000')),
      { position: 9, reason: 'tag' },
    );
    assert.deepEqual(
      problemOf(() => parseRepository('ghcr.io/Acme')),
      { position: 8, reason: 'upper-case' },
    );
  });

  it('are written in full', () => {
    const repository = parseRepository('nginx');
    assert.equal(formatRepository(repository), `${hub}/library/nginx`);
  });

  it('have one name for the hosts of Docker Hub; ports and case count [S5]', () => {
    const nameOf = (text: string): string => canonicalName(parseRepository(text));
    for (const text of [
      'acme/app',
      'docker.io/acme/app',
      `${hub}/acme/app`,
      'registry-1.docker.io/acme/app',
    ]) {
      assert.equal(nameOf(text), `${hub}/acme/app`, text);
    }
    assert.equal(nameOf('ghcr.io/acme/app'), 'ghcr.io/acme/app');
    assert.equal(nameOf('docker.io.evil.com/acme/app'), 'docker.io.evil.com/acme/app');
    assert.equal(nameOf('docker.io:443/acme/app'), 'docker.io:443/acme/app');
  });
});

describe('names that a registry brings', () => {
  // distribution's own patterns, which this engine's scanner must agree with.
  const path = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
  const tag = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

  it('are held to the grammar of paths and tags: every text of up to five characters that matter [S4]', () => {
    let texts = [''];
    for (let length = 0; length <= 5; length++) {
      for (const text of texts) {
        assert.equal(isValidPath(text), path.test(text), JSON.stringify(text));
        assert.equal(isValidTag(text), tag.test(text), JSON.stringify(text));
      }
      texts = texts.flatMap((text) => ['a', 'A', '.', '_', '-', '/', '%'].map((more) => text + more));
    }
  });

  it('are refused when they are too long, or when a URL would read more into them [S4]', () => {
    assert.equal(isValidPath('a'.repeat(255)), true);
    assert.equal(isValidPath('a'.repeat(256)), false);
    assert.equal(isValidTag('a'.repeat(128)), true);
    assert.equal(isValidTag('a'.repeat(129)), false);
    for (const name of [
      'acme/../evil',
      'acme/./evil',
      'acme//evil',
      '/acme',
      'acme/',
      'acme?n=1',
      'acme#',
      'acme\n',
      'ac%2fme',
    ]) {
      assert.equal(isValidPath(name), false, name);
    }
    for (const name of ['..', '.', 'a/b', 'a?b', 'a\n', 'a:b']) assert.equal(isValidTag(name), false, name);
  });

  it('are judged in linear time', () => {
    assert.equal(isValidPath(`${'a-'.repeat(1_000_000)}!`), false);
    assert.equal(isValidPath(`${'a'.repeat(1_000_000)}!`), false);
    assert.equal(isValidTag(`${'a'.repeat(1_000_000)}!`), false);
  });
});
