// Foreign text on screen (security S21, S22), with the hostile string of N3.
import assert from 'node:assert/strict';
import { disarm, literal, showInvisible } from '../../../../src/host/ui/foreignText.ts';
import { hostile } from '../../../support/hostile.ts';

// What VS Code itself looks for (src/vs/base/common/linkedText.ts and iconLabels.ts of VS Code 1.139).
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;
const unseen = /[\u0000-\u001f\u007f-\u009f]|\p{Cf}|[\u2028\u2029]/u;

describe('text for messages, prompts and picks', () => {
  it('has no link, no icon, no character that does not show and no second line [S21] [N3]', () => {
    assert.match(hostile, link);
    assert.match(hostile, icon);
    const text = disarm(hostile);
    assert.doesNotMatch(text, link);
    assert.doesNotMatch(text, icon);
    assert.doesNotMatch(text, unseen);
  });

  it('keeps every letter that shows, and says which did not [S21]', () => {
    assert.equal(disarm('a\u202eb\u200bc\u001bd'), 'a<U+202E>b<U+200B>c<U+001B>d');
    assert.equal(disarm('[x](command:y) $(check)'), '[x] (command:y) $ (check)');
    assert.equal(disarm('two\r\nlines\tand\u2028more'), 'two lines and more');
    assert.equal(disarm('Prüfer Ωmega 漢字 🔑'), 'Prüfer Ωmega 漢字 🔑');
  });

  it('stays disarmed however the dangerous parts are nested', () => {
    for (const text of [
      '[a]](command:b)',
      '[[a]((command:b)',
      '$$(check)',
      '$(a$(check))',
      '[a]\u200b(command:b)',
    ]) {
      assert.doesNotMatch(disarm(text), link);
      assert.doesNotMatch(disarm(text), icon);
    }
  });

  it('does not change what is disarmed already', () => {
    assert.equal(disarm(disarm(hostile)), disarm(hostile));
  });

  it('shows tag characters and lone surrogates by their number', () => {
    assert.equal(disarm('\u{e0041}\ud800'), '<U+E0041><U+D800>');
  });

  it('is cut to its limit, with an ellipsis and no half character', () => {
    assert.equal(disarm('abcdef', 4), 'abc…');
    assert.equal(disarm('ab🔑cd', 4), 'ab…');
    assert.equal(disarm('abcd', 4), 'abcd');
  });
});

describe('a foreign value inside Markdown', () => {
  it('cannot end its code span, whatever backticks it holds [S22] [N3]', () => {
    const span = literal(hostile);
    const ticks = /^`+/.exec(span)?.[0] ?? '';
    assert.equal(ticks.length, 4);
    assert.ok(span.endsWith(` ${ticks}`));
    assert.doesNotMatch(span, unseen);
    assert.equal(span.split(ticks).length, 3);
  });

  it('begins and ends with a blank, so that a backtick at its edge is its own [S22]', () => {
    assert.equal(literal('`x`'), '`` `x` ``');
    assert.equal(literal('plain'), '` plain `');
    assert.equal(literal(''), '` `');
  });
});

describe('text for the log', () => {
  it('is one line without control sequences, otherwise as it was', () => {
    assert.equal(showInvisible('a\nb\u001b[0m [x](y)'), 'a<U+000A>b<U+001B>[0m [x](y)');
  });
});
