// The list of registries as a person, or a repository, may have written it.
import assert from 'node:assert/strict';
import { badEntriesIn, namesIn, withName, withoutName } from '../../../src/host/registryEntries.ts';

describe('the entries of the registries setting', () => {
  const written = [' ghcr.io/acme ', {}, 'localhost:5000', '', 7];

  it('are the texts in it; of the others it is known where they stand [U9]', () => {
    assert.deepEqual(namesIn(written), ['ghcr.io/acme', 'localhost:5000']);
    assert.deepEqual(badEntriesIn(written), [{ position: 2 }, { position: 5 }]);
  });

  it('are none where the value is no list, and only a value that is there is wrong', () => {
    assert.deepEqual(namesIn('ghcr.io'), []);
    assert.deepEqual(badEntriesIn('ghcr.io'), [{ position: undefined }]);
    assert.deepEqual(badEntriesIn(undefined), []);
  });

  it('stay as they are when another one is added or removed', () => {
    assert.deepEqual(withName(written, 'quay.io'), [...written, 'quay.io']);
    assert.deepEqual(withName(written, 'ghcr.io/acme'), written);
    assert.deepEqual(withoutName(written, 'ghcr.io/acme'), [{}, 'localhost:5000', '', 7]);
    assert.equal(withoutName(['a.example'], 'a.example'), undefined);
  });
});
