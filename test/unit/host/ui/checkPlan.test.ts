// The plan of Check by Writing as it is confirmed: what stands there is what the run may write (S38, S39).
import assert from 'node:assert/strict';
import { scratchOf, scratchTag } from '../../../../src/engine/probes/scratch.ts';
import type { CheckPlan } from '../../../../src/engine/registryCheck.ts';
import '../../../support/plainVscode.ts';

const { checkPlanItems } = await import('../../../../src/host/ui/checkPlan.ts');

const nonce = '0'.repeat(32);

function planWith(push: CheckPlan['credential']['push']): CheckPlan {
  const description = { kind: 'docker-config', detail: '~/.docker/config.json', user: 'ann' };
  return {
    ...{ repository: 'index.docker.io/acme/app', tag: scratchTag(nonce), nonce, machine: 'this computer' },
    credential: { push, description },
  } as unknown as CheckPlan;
}

describe('the plan of Check by Writing', () => {
  it('names the repository, the tag, how much is written, and who asks on which machine [S38] [S39]', () => {
    const items = checkPlanItems(planWith('granted'), []);
    const text = items
      .map(({ label, description, detail }) => [label, description, detail].join(' '))
      .join('\n');
    assert.match(text, /^Write and Remove docker\.io\/acme\/app/);
    assert.ok(text.includes(`Tag: countersign-check-${nonce}`));
    const { config, payload, chunks, wrong, referrer, ...manifests } = scratchOf(nonce);
    const written = [...Object.values(manifests), ...Object.values(wrong), referrer(manifests.plain)];
    const blobs = [config, payload, chunks];
    assert.ok(text.includes(`Up to ${String(written.length)} manifests and ${String(blobs.length)} blobs`));
    assert.ok(
      [...written, ...blobs].every(({ bytes }) => bytes.byteLength < 1000),
      'a few hundred bytes',
    );
    assert.match(text, /Credential: Docker config .*, user ann on this computer/);
    assert.deepEqual(items.filter(({ value }) => value === 'write').length, 1);
  });

  it('says first what has changed, and that a right is missing, where the token tells [U14]', () => {
    const items = checkPlanItems(planWith('denied'), ['Another login is used.']);
    assert.equal(items[0]?.label, 'Write Anyway');
    assert.match(items[0].detail ?? '', /may not do that/);
    assert.match(JSON.stringify(items[1]), /Another login is used/);
  });
});
