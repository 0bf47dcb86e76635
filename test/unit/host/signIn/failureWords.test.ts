// Where words of failures lead to signing in: a login that is refused or has expired, none at all, and a private registry
// that says to nobody in particular what it has.
import assert from 'node:assert/strict';
import '../../../support/plainVscode.ts';

const { wordsOfFailure } = await import('../../../../src/host/ui/errorWords.ts');

const answer = { repository: 'acme/app', operation: '', status: 401, code: '', message: '' };

describe('the words of a failure that signing in may help', () => {
  it('say of a login that was sent that it was refused or has expired, and of nobody that one is wanted [U11]', () => {
    const nobody = { kind: 'anonymous', detail: '', user: '' } as const;
    const sent = { kind: 'kept-login', detail: 'ghcr.io', user: 'ann' } as const;
    const said = [nobody, sent].map(
      (credential) => wordsOfFailure('not-signed-in', { ...answer, registry: 'ghcr.io', credential }).message,
    );
    assert.match(said[0] ?? '', /wants a login/);
    // GitLab and Alibaba Cloud answer so to a good login, too, where there is nothing.
    assert.match(
      said[1] ?? '',
      /refused the login used .*user ann.*it has expired.*or there is no such repository/,
    );
  });

  it('offer to sign in where a private registry would say the same to nobody [S17] [U11]', () => {
    const wanted = { kind: 'sign-in', registry: 'ghcr.io', repository: 'acme/app' };
    for (const repository of ['acme/app', 'ghcr.io/acme/app']) {
      const { actions } = wordsOfFailure('subject-not-found', {
        ...{ reference: 'ghcr.io/acme/app:1', registry: 'ghcr.io', repository, impliedTag: false },
      });
      assert.deepEqual(
        actions.find(({ kind }) => kind === 'sign-in'),
        wanted,
      );
    }
    const { actions } = wordsOfFailure('place-not-readable', { place: 'ghcr.io/acme/app' });
    assert.deepEqual(actions[1], wanted);
  });
});
