// Documents of a long session: reports stay, payloads and manifests only as many as anybody has in view.
import assert from 'node:assert/strict';
import { keptTexts, newTexts, textAddress } from '../../../../src/host/report/texts.ts';

describe('the texts of a session', () => {
  it('are the last payloads and manifests that were shown, and every report', () => {
    const texts = newTexts();
    texts.put('/report/a', () => 'a report');
    for (let at = 0; at <= keptTexts; at += 1) texts.put(textAddress(at, 'payload.json'), () => String(at));
    assert.equal(texts.read('/report/a'), 'a report');
    assert.equal(texts.read(textAddress(0, 'payload.json')), undefined);
    assert.equal(texts.read(textAddress(1, 'payload.json')), '1');
    assert.equal(texts.read(textAddress(keptTexts, 'payload.json')), String(keptTexts));
  });

  it('have an address of which a name is one part only', () => {
    assert.equal(textAddress(1, '../a\\b'), '/text/1/..-a-b');
  });
});
