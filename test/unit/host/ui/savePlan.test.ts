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
    assert.match(text, /The tag moves: from sha256:b{12}… to sha256:a{12}…/);
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

  const whole = { read: 3, bytes: 1234, missing: [], elsewhere: 0, unopened: 0, unread: 0 };

  it('says whether the folder holds the whole image, in report and message', () => {
    const all = { ...report, savedParts: whole };
    assert.match(reportMarkdown(all), /- The folder holds every part .*: 3 parts, 1\.2 kB\./);
    assert.doesNotMatch(verdictSentence(all), /parts?/);
    const missing = [report.digest];
    const some = { ...report, savedParts: { ...whole, read: 1, bytes: 317, missing, unread: 4 } };
    const text = reportMarkdown(some);
    assert.match(text, /- In the folder, as their own digests say: 1 part, 317 bytes\./);
    assert.match(text, /The folder is not complete: ` sha256:[0-9a-f]{64} ` is missing\./);
    assert.match(verdictSentence(some), /The folder is not complete: sha256:[0-9a-f]{12}… is missing\./);
    for (const shown of [text, verdictSentence(some)]) {
      assert.match(shown, /Parts that were not read, because it would have taken too long: 4\./);
    }
    assert.doesNotMatch(reportMarkdown(reportOf('verified')), /folder holds|The folder is not complete/);
  });

  it('does not say that the folder holds every part where some were not checked, be they elsewhere', () => {
    const words = [
      [{ unopened: 2 }, /Manifests that cannot be taken apart, .* not checked: 2\./],
      [{ unread: 1 }, /Parts that were not read/],
      [{ missing: [report.digest, report.digest] }, /not complete: 2 parts are missing, the first is/],
      [{ elsewhere: 1 }, /1 part stands on another server and was not checked\./],
      [{ elsewhere: 3 }, /3 parts stand on other servers and were not checked\./],
    ] as const;
    for (const [part, about] of words) {
      const some = { ...report, savedParts: { ...whole, ...part } };
      assert.match(reportMarkdown(some), about);
      assert.match(verdictSentence(some), about);
      assert.doesNotMatch(reportMarkdown(some), /every part/);
    }
  });

  it('tells what is missing first, also in its title, whatever the signatures say', () => {
    const verified = {
      ...reportOf('verified'),
      savedIn: '/home/ann/app',
      reasons: [{ kind: 'own-keys-not-listed' }] as const,
      savedParts: { ...whole, missing: [report.digest] },
    };
    const text = reportMarkdown(verified);
    assert.match(text, /^# Verified, but the folder is not known to be complete\n/);
    assert.match(text, /## Findings\n\n- The folder is not complete: [^\n]*\n- /);
    assert.match(reportMarkdown({ ...verified, savedParts: whole }), /^# Verified\n/);
    assert.match(reportMarkdown({ ...verified, savedParts: { ...whole, elsewhere: 1 } }), /^# Verified\n/);
  });

  it('says of a platform image that the folder does not hold it, however the index covers it', () => {
    const platform = { os: 'linux', architecture: 'amd64' };
    const covered = { platform, own: 'unsigned', coverage: 'through-index' } as const;
    const other = `sha256:${'c'.repeat(64)}` as const;
    const images = [
      { ...covered, digest: other },
      { ...covered, digest: report.digest },
    ];
    const savedParts = { ...whole, missing: [other] };
    const text = reportMarkdown({ ...report, platforms: { images, more: 0 }, savedParts });
    assert.match(text, /sha256:c+ `: it is missing in the folder; verified through the index/);
    assert.equal(text.match(/missing in the folder/g)?.length, 1);
  });

  it('shows a hostile folder as a literal [S22]', () => {
    assert.ok(!reportMarkdown({ ...report, savedIn: hostile }).includes(hostile));
  });
});
