// The docker-reference check: a signature that was made under another name. Images are copied with their signatures,
// so it is said and fails nothing, unless a rule wants the very name.
import assert from 'node:assert/strict';
import { judgeSignature } from '../../src/engine/checks/judge.ts';
import { parseRepository } from '../../src/engine/oci/reference.ts';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import type { CheckResult } from '../../src/engine/verdict.ts';
import type { ChosenRule } from '../../src/engine/trustedSigners/judges.ts';
import { assertOnlyThisRejects, assertVerified, verdictOn } from '../support/forged.ts';
import { judgesOf } from '../support/judged.ts';
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

  it('fails the check where each rule that trusts its signer wants the name to be the same [S16]', () => {
    const wanted = withRules({ sameName: true });
    assertVerified(signed(release, buildPayload('ghcr.io/acme/app', subject, [])), wanted);
    const forged = signed(release, buildPayload('ghcr.io/evil/app', subject, []));
    const { expected, found } = assertOnlyThisRejects('docker-reference', 'rejected', forged, wanted);
    assert.deepEqual([expected, found], ['ghcr.io/acme/app', 'ghcr.io/evil/app']);
  });

  it('satisfies a rule that takes any name, and not the one beside it that does not [S16]', () => {
    const forged = signed(release, buildPayload('ghcr.io/evil/app', subject, []));
    const both = withRules({ sameName: true }, { sameName: false });
    assert.equal(judgeSignature(forged, both).status, 'valid');
    assert.equal(verdictOn(forged, both), 'untrusted');
    assert.equal(verdictOn(forged, withRules({ sameName: false })), 'verified');
  });
});

/** A rule with the key for each. */
function withRules(...rules: readonly Pick<ChosenRule, 'sameName'>[]): ReturnType<typeof context> {
  const judges = judgesOf(...rules.map(() => [release.trusted]));
  const changed = judges.rules.map((rule, index) => ({ ...rule, ...rules[index] }));
  return context([release], {
    judges: { ...judges, rules: changed },
    repository: parseRepository('ghcr.io/acme/app'),
  });
}
