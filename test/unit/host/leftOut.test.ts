// Which settings the file of a workspace sets that nobody trusts, told from its text.
import assert from 'node:assert/strict';
import { locateInSettings } from '../../../src/engine/trustedSigners/locate.ts';
import '../../support/plainVscode.ts';

const { sets } = await import('../../../src/host/leftOut.ts');

const rules = (text: string, above: readonly string[] = []): boolean =>
  sets(locateInSettings, text, above, 'trustedSigners');

describe('a settings file that is not used', () => {
  it('sets what stands in it, comments and trailing commas around it [N2]', () => {
    assert.equal(rules('{ // who\n "countersign.trustedSigners": [{}], }'), true);
    assert.equal(rules('{ "editor.tabSize": 2 }'), false);
    assert.equal(rules(''), false);
  });

  it('sets nothing with a value that is empty', () => {
    for (const value of ['[ ]', '""', 'null'])
      assert.equal(rules(`{"countersign.trustedSigners": ${value}}`), false, value);
  });

  it('that describes a workspace sets what stands under its settings only', () => {
    const text = '{"folders": [], "settings": {"countersign.trustedSigners": [{}]}}';
    assert.equal(rules(text, ['settings']), true);
    assert.equal(rules('{"settings": {}, "countersign.trustedSigners": [{}]}', ['settings']), false);
  });
});
