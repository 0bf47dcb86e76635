// The docker-reference check: a signature that was made under another name. Images are copied with their signatures,
// so it is said and fails nothing.
import assert from 'node:assert/strict';
import { judgeSignature } from '../../src/engine/checks/judge.ts';
import { parseRepository } from '../../src/engine/oci/reference.ts';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import type { CheckResult } from '../../src/engine/verdict.ts';
import { verdictOn } from '../support/forged.ts';
import { context, makeKey, signed, subject } from '../support/signed.ts';

const release = makeKey('release');

function nameCheck(writtenAs: string, asked: string): CheckResult | undefined {
  const found = signed(release, buildPayload(writtenAs, subject, []));
  const wanted = context([release], { repository: parseRepository(asked) });
  assert.equal(verdictOn(found, wanted), 'verified');
  return judgeSignature(found, wanted).checks.find(({ check }) => check === 'docker-reference');
}

describe('A signature made under another name', () => {
  it('is verified with a note that shows both names when it says another name [S16]', () => {
    assert.deepEqual(nameCheck('ghcr.io/evil/app', 'ghcr.io/acme/app'), {
      check: 'docker-reference',
      outcome: 'note',
      expected: 'ghcr.io/acme/app',
      found: 'ghcr.io/evil/app',
    });
  });

  it('is noted too when the name holds a tag or is no name at all [S16]', () => {
    for (const name of [
      'ghcr.io/acme/app:v1',
      '',
      'ghcr.io/acme/../app',
      'ghcr.io/ACME/app',
      '[x](command:y)',
    ]) {
      assert.equal(nameCheck(name, 'ghcr.io/acme/app')?.outcome, 'note', name);
    }
  });

  it('is not noted when it is another spelling of the same repository [S16]', () => {
    assert.equal(nameCheck('index.docker.io/library/nginx', 'nginx')?.outcome, 'passed');
    assert.equal(nameCheck('registry-1.docker.io/acme/app', 'docker.io/acme/app')?.outcome, 'passed');
  });
});
