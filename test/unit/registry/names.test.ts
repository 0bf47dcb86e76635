// The names of one list: each once, within the grammar, and an end to how many (S4).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { isValidTag } from '../../../src/engine/oci/reference.ts';
import { mostNames, newNames } from '../../../src/engine/registry/names.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const taking = () => newNames('reg.lan', 'listing tags', isValidTag);

describe('the names of a list', () => {
  it('come once, over all of its pages', () => {
    const names = taking();
    assert.deepEqual(names.take([{ name: 'a' }, { name: 'b' }, { name: 'a' }]).names, ['a', 'b']);
    assert.deepEqual(names.take([{ name: 'b' }, { name: 'c' }]).names, ['c']);
  });

  it('are counted where they are none [S4]', () => {
    const { names, dropped } = taking().take([{ name: '../x' }, { name: 5 }, { name: 'ok' }]);
    assert.deepEqual([names, dropped], [['ok'], 2]);
  });

  it('have the latest date, and no digest that is none', () => {
    const { dates, digests } = taking().take(
      [
        { name: 'a', date: 5, digest },
        { name: 'a', date: 3, digest: 'sha256:<b>' },
        { name: 'b', digest: `${digest}\n` },
      ],
      [
        { name: 'b', date: 7 },
        { name: 'other', date: 9, digest },
      ],
    );
    assert.deepEqual(
      [...dates],
      [
        ['a', 5],
        ['b', 7],
      ],
    );
    assert.deepEqual([...digests], [['a', digest]]);
  });

  it('have an end', () => {
    const names = taking();
    const many = Array.from({ length: mostNames }, (_, index) => ({ name: `t${String(index)}` }));
    names.take(many);
    assert.throws(
      () => names.take([{ name: 'more' }]),
      (error) => isEngineError(error, 'too-large'),
    );
  });
});
