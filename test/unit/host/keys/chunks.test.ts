// Secrets in items that every keychain takes: below 2,560 bytes each (Windows), whole or not at all.
import assert from 'node:assert/strict';
import type { Items } from '../../../../src/host/keys/chunks.ts';
import { readValue, removeValue, writeValue } from '../../../../src/host/keys/chunks.ts';

/** A keychain in memory, which counts nothing but takes no empty item, as keytar does. */
function memory(): Items & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    get: (name) => Promise.resolve(map.get(name)),
    set: (name, value) => {
      if (value === '') return Promise.reject(new Error('Password is required.'));
      map.set(name, value);
      return Promise.resolve();
    },
    delete: (name) => {
      map.delete(name);
      return Promise.resolve();
    },
  };
}

describe('a value in a keychain', () => {
  const values: readonly (readonly [name: string, value: string])[] = [
    ['nothing at all', ''],
    ['a password', 'correct horse battery staple'],
    ['a key file', `-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n${'A'.repeat(640)}\n-----END\n`],
    ['ten thousand letters', 'x'.repeat(10_000)],
    ['three bytes for each letter', '漢'.repeat(3000)],
    ['pairs of surrogates', `a${'🔑'.repeat(2000)}`],
    ['quotes and line ends that JSON doubles', '"\n'.repeat(1000)],
  ];
  for (const [name, value] of values) {
    it(`comes back as it was: ${name}, in items below 2,560 bytes in UTF-8 and UTF-16`, async () => {
      const items = memory();
      await writeValue(items, 'name', value, 'one');
      for (const item of items.map.values()) {
        assert.ok(Buffer.byteLength(item, 'utf8') < 2560);
        assert.ok(item.length * 2 < 2560);
      }
      assert.equal(await readValue(items, 'name'), value);
    });
  }

  it('leaves nothing of what it replaces, and nothing when it is removed', async () => {
    const items = memory();
    await writeValue(items, 'name', 'x'.repeat(5000), 'one');
    await writeValue(items, 'name', 'short', 'two');
    assert.equal(items.map.size, 1);
    await writeValue(items, 'name', 'y'.repeat(5000), 'three');
    await removeValue(items, 'name');
    assert.equal(items.map.size, 0);
  });

  it('is the old one whole while the new one is not written to its end', async () => {
    const items = memory();
    await writeValue(items, 'name', 'old'.repeat(1000), 'one');
    let left = 3;
    const failing: Items = {
      ...items,
      set: (name, value) => (left-- > 0 ? items.set(name, value) : Promise.reject(new Error('full'))),
    };
    await assert.rejects(writeValue(failing, 'name', 'new'.repeat(1000), 'two'), /full/);
    assert.equal(await readValue(items, 'name'), 'old'.repeat(1000));
    assert.ok(![...items.map.keys()].some((name) => name.includes('two')));
  });

  it('is refused where a part is missing or the entry is damaged, without quoting it [N1]', async () => {
    const items = memory();
    await writeValue(items, 'name', 'x'.repeat(5000), 'one');
    items.map.delete('name#one.1');
    await assert.rejects(readValue(items, 'name'), /a part is missing/);
    for (const entry of [
      'canary',
      '7',
      '{"parts":3}',
      '{"id":"x","parts":100000}',
      '{"id":"x","parts":-1}',
    ]) {
      items.map.set('name', entry);
      await assert.rejects(readValue(items, 'name'), (error: Error) => !error.message.includes('canary'));
    }
  });

  it('that is damaged can be replaced all the same', async () => {
    const items = memory();
    items.map.set('name', 'damaged');
    await writeValue(items, 'name', 'good', 'one');
    assert.equal(await readValue(items, 'name'), 'good');
  });
});
