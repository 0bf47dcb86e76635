// What is kept of trusted certificates, and whose settings count: entries of other versions and other hands are none.
import assert from 'node:assert/strict';
import { ownOf } from '../../../src/host/settingTypes.ts';
import { trustedCertificateOf, trustedCertificates } from '../../../src/host/trustedCertificates.ts';
import type { Memento } from 'vscode';

function stateOf(stored: Readonly<Record<string, unknown>>): Memento {
  return {
    keys: () => Object.keys(stored),
    get: (key: string, otherwise?: unknown) => stored[key] ?? otherwise,
    update: () => Promise.resolve(),
  };
}

describe('trusted certificates', () => {
  const whole = { host: 'r.example:5000', fingerprint: 'ab'.repeat(32), subject: 'CN=r', since: 1 };

  it('are those entries that are whole; half of one trusts nothing [S28]', () => {
    assert.deepEqual(trustedCertificates(stateOf({ 'countersign.certificate r.example:5000': whole })), [
      whole,
    ]);
    const halves = [
      { ...whole, since: undefined },
      { ...whole, since: 'yesterday' },
      { ...whole, subject: 7 },
      { ...whole, fingerprint: 'ab' },
      null,
    ];
    for (const half of halves) {
      const state = stateOf({ 'countersign.certificate r.example:5000': half });
      assert.deepEqual(trustedCertificates(state), []);
      assert.equal(trustedCertificateOf(state, 'r.example:5000'), undefined);
    }
  });
});

describe('a setting that only the person may make', () => {
  it('is that of the own settings file, never that of a remote machine [S10]', () => {
    assert.equal(
      ownOf({ globalValue: 'remote', globalLocalValue: undefined, globalRemoteValue: 'remote' }),
      undefined,
    );
    assert.equal(
      ownOf({ globalValue: 'remote', globalLocalValue: 'own', globalRemoteValue: 'remote' }),
      'own',
    );
    assert.equal(ownOf({ globalValue: 'own' }), 'own');
  });
});
