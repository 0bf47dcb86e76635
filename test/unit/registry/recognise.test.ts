// Whose answers tell which product a registry is, and that nothing else does (S24).
import assert from 'node:assert/strict';
import { productOf, recognise } from '../../../src/engine/registry/recognise.ts';
import { factsOf } from '../../../src/engine/registry/session.ts';
import { createSession } from './support.ts';

const harbor = 'Bearer realm="https://reg.lan/service/token",service="harbor-registry"';
const nexus = 'BASIC realm="Sonatype Nexus Repository Manager"';

/** The product of a registry that was told these challenges, each by the answer of a URL. */
function productAfter(
  registry: string,
  ...answers: readonly (readonly [url: string, challenge: string])[]
): string | undefined {
  const facts = factsOf(createSession().session, registry);
  for (const [url, challenge] of answers)
    recognise(facts, { url: new URL(url), headers: new Headers({ 'www-authenticate': challenge }) });
  return productOf(facts)?.id;
}

describe('the product of a registry', () => {
  it('is what its own host says, with or without the port that the scheme has anyway', () => {
    assert.equal(productAfter('reg.lan', ['https://reg.lan/v2/', harbor]), 'harbor');
    assert.equal(productAfter('reg.lan:443', ['https://reg.lan/v2/', harbor]), 'harbor');
    assert.equal(productAfter('reg.lan:80', ['http://reg.lan/v2/', harbor]), 'harbor');
    assert.equal(productAfter('reg.lan:5000', ['https://reg.lan:5000/v2/', harbor]), 'harbor');
  });

  it('is nothing that another host or port says', () => {
    assert.equal(productAfter('reg.lan', ['https://cdn.lan/v2/', harbor]), undefined);
    assert.equal(productAfter('reg.lan', ['https://reg.lan:5000/v2/', harbor]), undefined);
  });

  it('stays what it was told to be first', () => {
    const answers = [harbor, nexus].map((challenge) => ['https://reg.lan/v2/', challenge] as const);
    assert.equal(productAfter('reg.lan', ...answers), 'harbor');
  });

  it('at the own host of one is that one, whatever it says [S24]', () => {
    assert.equal(productAfter('ghcr.io', ['https://ghcr.io/v2/', harbor]), 'ghcr');
  });
});
