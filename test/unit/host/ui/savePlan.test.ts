// The lines of the plans of saving and loading (V1, S38), and the report of a saved image.
import assert from 'node:assert/strict';
import type { CopyManifest } from '../../../../src/engine/copyPlan.ts';
import type { LoadPlan, SavePlan } from '../../../../src/engine/savePlan.ts';
import '../../../support/plainVscode.ts';
import { hostile } from '../../../support/hostile.ts';
import { nobody } from '../../../support/logins.ts';
import { reportOf, sigPlace } from '../../../support/reports.ts';

const { loadPlanItems, savePlanItems } = await import('../../../../src/host/ui/savePlan.ts');
const { reportMarkdown } = await import('../../../../src/host/report/markdown.ts');
const { verdictSentence } = await import('../../../../src/host/report/verdictSentence.ts');

const digest = `sha256:${'a'.repeat(64)}` as const;
const signatures: CopyManifest = {
  part: 'signatures',
  digest,
  mediaType: '',
  bytes: new Uint8Array(),
  repository: 'ghcr.io/acme/app',
  of: digest,
  label: '',
  blobs: [],
  foreign: 0,
  refersTo: [],
};
const credential = { description: nobody, identity: 'anonymous' };
const common = { digest, mediaType: '', blobs: 3, bytes: 12_300_000, machine: 'this computer', plannedAt: 0 };
const save: SavePlan = {
  ...common,
  request: {
    reference: 'ghcr.io/acme/app:1.0',
    folder: '/home/ann/app',
    settings: { signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined },
  },
  source: { repository: 'ghcr.io/acme/app', tag: '1.0', impliedTag: true, credential, further: [] },
  manifests: [signatures],
  made: [],
  lookedAt: ['ghcr.io/acme/app', 'ghcr.io/acme/sigs'],
  missing: [],
};
const load: LoadPlan = {
  ...common,
  request: { folder: '/home/ann/app', digest, target: 'quay.io/acme/app' },
  target: {
    repository: 'quay.io/acme/app',
    tag: '1.0',
    pointsAt: `sha256:${'b'.repeat(64)}`,
    fallbacks: [],
    credential: { ...credential, push: 'denied' },
  },
  manifests: [{ ...signatures, action: 'merge' }],
};
const linesOf = (
  items: readonly { label: string; description?: string; detail?: string }[],
): readonly string[] => items.map((item) => [item.label, item.description, item.detail].join(' | '));

describe('the plan of saving an image', () => {
  it('begins with the one line that saves, and says from where, into what, who reads and what goes [V1] [S38]', () => {
    const items = savePlanItems(save, ['The login is another.']);
    const text = linesOf(items).join('\n');
    assert.deepEqual(
      items.flatMap(({ value }, at) => (value === 'go' ? [at] : [])),
      [0],
    );
    assert.match(text, /^Save \| \/home\/ann\/app \| 3 blobs, 12\.3 MB/);
    assert.match(text, /The login is another\./);
    assert.match(text, /From ghcr\.io\/acme\/app:1\.0 \| No tag was given/);
    assert.match(text, /Into \/home\/ann\/app/);
    assert.match(text, /In the folder all of them stand beside the image/);
    assert.match(text, /Credential to read: .*On this computer/);
    assert.match(text, /Signatures \|/);
  });
});

describe('the plan of loading an image', () => {
  it('begins with the one line that loads, and says where to, that push is denied and what becomes of the tag [V1] [U14]', () => {
    const items = loadPlanItems(load, []);
    const text = linesOf(items).join('\n');
    assert.deepEqual(
      items.flatMap(({ value }, at) => (value === 'go' ? [at] : [])),
      [0],
    );
    assert.match(text, /^Load Anyway \| quay\.io\/acme\/app:1\.0/);
    assert.match(text, /From \/home\/ann\/app/);
    assert.match(text, /The tag moves: from sha256:b+ to sha256:a+/);
    assert.match(text, /The registry denies push/);
    assert.match(text, /is added to those that are there/);
    assert.doesNotMatch(text, /Credential to read/);
  });
});

describe('the report of a saved image', () => {
  const place = { ...sigPlace, role: 'saved', repository: '/home/ann/app' } as const;
  const report = {
    ...reportOf('unsigned'),
    tag: undefined,
    savedIn: '/home/ann/app',
    places: [
      { place, outcome: 'none', reader: { credential: nobody, machine: 'here' }, why: 'not-there' } as const,
    ],
  };

  it('says which folder was read, that nobody was asked, and whose word the name is', () => {
    const text = reportMarkdown(report);
    assert.match(text, /- Read from the folder ` \/home\/ann\/app ` on/);
    assert.match(text, /- No registry was asked\. The name is what you said that the image is to be\./);
    assert.match(text, /\(in the folder\): none\n/);
    assert.doesNotMatch(text, /Read with|looked with/);
    assert.match(verdictSentence(report), /ghcr\.io\/acme\/app in the folder \/home\/ann\/app is not signed/);
  });

  it('says whether the folder holds the whole image, in report and message', () => {
    const missing = [report.digest];
    const all = { ...report, savedParts: { read: 3, bytes: 1234, missing: [], unread: 0 } };
    assert.match(reportMarkdown(all), /- The folder holds every part .*: 3, 1234 bytes\./);
    assert.doesNotMatch(verdictSentence(all), /parts?/);
    const some = { ...report, savedParts: { read: 2, bytes: 1200, missing, unread: 4 } };
    const text = reportMarkdown(some);
    assert.match(text, /- Parts in the folder that are what their digests say: 2, 1200 bytes\./);
    for (const shown of [text, verdictSentence(some)]) {
      assert.match(shown, /The folder is not complete: sha256:[0-9a-f]{64} is missing\./);
      assert.match(shown, /Parts that were not read, because it would have taken too long: 4\./);
    }
    assert.doesNotMatch(reportMarkdown(reportOf('verified')), /folder holds|The folder is not complete/);
  });

  it('shows a hostile folder as a literal [S22]', () => {
    assert.ok(!reportMarkdown({ ...report, savedIn: hostile }).includes(hostile));
  });
});
