// The subject-digest check: a good signature of a trusted key, put beside another image.
import assert from 'node:assert/strict';
import { assertOnlyThisRejects, assertVerified } from '../support/forged.ts';
import { context, goodPayload, makeKey, otherSubject, signed, subject } from '../support/signed.ts';

const release = makeKey('release');

describe('A signature of another image', () => {
  it('is refused when it is copied beside this one, and both digests are shown [S14]', () => {
    const forged = signed(release, goodPayload([], otherSubject));
    const result = assertOnlyThisRejects('subject-digest', 'rejected', forged, context([release]));
    assert.equal(result.expected, subject);
    assert.equal(result.found, otherSubject);
    assertVerified(forged, context([release], { subject: otherSubject }));
  });

  it('is refused when the digest is the right one in another spelling', () => {
    for (const digest of [subject.toUpperCase(), subject.slice('sha256:'.length), `${subject} `, '']) {
      const payload = Buffer.from(Buffer.from(goodPayload()).toString().replace(subject, digest));
      assertOnlyThisRejects('subject-digest', 'rejected', signed(release, payload), context([release]));
    }
  });
});
