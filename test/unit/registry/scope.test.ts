// What is asked of a token server (registries §2.1, §3).
import assert from 'node:assert/strict';
import { coversScopes, mergeScopes } from '../../../src/engine/registry/scope.ts';

describe('the scopes asked for', () => {
  it('are the wanted one where the challenge names none', () => {
    assert.deepEqual(mergeScopes(undefined, 'repository:a/b:pull'), ['repository:a/b:pull']);
  });
  it('put first what the challenge named, widened by what is wanted', () => {
    const named = 'repository:a/b:pull repository:c/d:pull';
    assert.deepEqual(mergeScopes(named, 'repository:a/b:pull,push'), [
      'repository:a/b:pull,push',
      'repository:c/d:pull',
    ]);
  });
  it('take a challenge about another name at its word', () => {
    assert.deepEqual(mergeScopes('repository:app:pull', 'repository:local/app:pull'), [
      'repository:app:pull',
    ]);
    assert.deepEqual(mergeScopes('aws', 'repository:a/b:pull'), ['aws']);
  });
  it('never hold the placeholder of GitHub', () => {
    assert.deepEqual(mergeScopes('repository:user/image:pull', 'repository:a/b:pull'), [
      'repository:a/b:pull',
    ]);
    assert.deepEqual(mergeScopes('repository:user/image:pull', 'repository:user/image:push'), [
      'repository:user/image:pull,push',
    ]);
  });
  it('cover a need only with every action of it', () => {
    assert.equal(coversScopes(['repository:a:pull,push'], ['repository:a:push']), true);
    assert.equal(coversScopes(['repository:a:pull'], ['repository:a:pull,push']), false);
    assert.equal(coversScopes(['repository:a:pull'], ['repository:b:pull']), false);
  });
});
