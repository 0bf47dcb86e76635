// What this extension promises, one row per requirement, and which tests show it. S: whom to trust and what an
// attacker may try; N: tests that walk over everything; U: what a person would stumble over; V: how it fits VS Code.
// A test shows a requirement by ending its title with the id in brackets, as in `… to a stranger's key [S13]`.

export interface Requirement {
  readonly id: string;
  readonly says: string;
  /** Tests that must have passed beside at least one with the id in its title: each a part and a piece of a title. */
  readonly shownBy?: readonly { readonly suite: string; readonly title: string }[];
}

export const requirements: readonly Requirement[] = [
  // Whom to trust.
  {
    id: 'S1',
    says: 'User rules judge the images they match; workspace and folder rules only those that no user rule names; the verdict names level and file.',
  },
  {
    id: 'S2',
    says: 'Key files of workspace rules are regular, small, inside the folder, with one key; user rules never follow a folder.',
  },
  {
    id: 'S3',
    says: 'All matching rules of the level must hold; a broken rule makes what it covers "could not check".',
  },
  {
    id: 'S4',
    says: 'Names outside the grammar are refused before any URL is made, also those that a registry brings.',
  },
  {
    id: 'S5',
    says: 'Patterns match the canonical name as a whole, in linear time; the names of Docker Hub are one.',
  },
  {
    id: 'S6',
    says: 'A public key found in a workspace is only offered; own keys count where no rule names the image, and the verdict says so.',
  },
  {
    id: 'S7',
    says: 'Own keys are known by fingerprint, derived again on unlock; records stay out of Settings Sync.',
  },
  {
    id: 'S8',
    says: 'Credential variables are refused when they point into a workspace; cosign variables are used and shown.',
  },
  { id: 'S10', says: 'What weakens transport or shortens asking cannot be set by a workspace.' },
  { id: 'S11', says: 'The report names the folder whose rules judged; where folders disagree, ask once.' },
  // What a verdict claims.
  { id: 'S13', says: 'Who signed is named only where the signature verifies with a key at hand.' },
  { id: 'S14', says: 'A failed check of a trusted signer is the first finding and never beats "verified".' },
  { id: 'S15', says: 'Claims, descriptor fields and the verified signer stand in separate blocks.' },
  {
    id: 'S16',
    says: 'The payload type must match; another docker-reference is a visible finding; verdicts are about the digest.',
  },
  {
    id: 'S17',
    says: '"None" counts only from a reader who may read there, and says which credential looked.',
  },
  {
    id: 'S18',
    says: 'A shown verdict carries digest and time and is dropped when rules, keys or settings change.',
  },
  {
    id: 'S19',
    says: 'Only a signature over its digest verifies an index; an image is verified through it only where its bytes, hashed to that digest, list the image.',
  },
  {
    id: 'S20',
    says: 'A payload that is known from its digest is not fetched and judged all the same; "already signed" and copy prove that it is stored.',
  },
  // Untrusted text on screen and clipboard.
  { id: 'S21', says: 'Foreign text reaches messages and picks only disarmed and truncated.' },
  { id: 'S22', says: 'Foreign values in a report are literal; hovers are plain.' },
  { id: 'S23', says: 'Copied commands quote every word; control characters are refused.' },
  // Credentials, hosts, processes. Rule by rule: credentialRules.ts.
  {
    id: 'S24',
    says: 'Accounts, keys and tools of clouds are used for hosts whose whole name is theirs, a login given by hand for the host that was named; what a server answers changes no credential.',
  },
  {
    id: 'S25',
    says: 'Credential helpers have safe names, are started by absolute path without a shell, with limits.',
  },
  {
    id: 'S26',
    says: 'Tokens are cached per registry, scope and credential; run compares key and credential with the plan.',
  },
  { id: 'S27', says: 'Credentials never go over http except to loopback and to hosts listed as insecure.' },
  {
    id: 'S28',
    says: 'A pinned certificate is checked before the first byte of the request; another one is an error that names both.',
  },
  {
    id: 'S29',
    says: "A credential goes to the registry's own token host, else only after one question; private addresses are refused.",
  },
  // Writing and deleting.
  { id: 'S30', says: 'A new .sig is started only after a 404 to a reader who just read the subject.' },
  {
    id: 'S31',
    says: 'The digest of the subject is computed from fetched bytes; ambiguous manifests are refused.',
  },
  {
    id: 'S32',
    says: 'Before anything is taken away the bytes prove that they are signatures and not the subject; no other tag goes along.',
  },
  {
    id: 'S33',
    says: 'An orphan is one whose image was looked for, by a reader who may read, wherever its signatures name it; else nobody can tell.',
  },
  {
    id: 'S34',
    says: 'What a race took is merged back; what a person removed is not, in no window; what is gone is shown.',
  },
  { id: 'S35', says: 'Nothing over 1,000 layers or 4 MiB is written: cosign then reads nothing at all.' },
  { id: 'S36', says: '"Already signed" means that the signature verifies with this key.' },
  {
    id: 'S37',
    says: 'Signing an index with its images fetches and hashes each; a missing image or an unknown type stops it before anything is signed.',
  },
  {
    id: 'S38',
    says: 'Nothing skips the confirmation; arguments from others are untrusted; the shipped bundle has no test hook.',
  },
  {
    id: 'S39',
    says: 'A copy, and a folder that is read as a saved image, is hashed; no path is made of anything but a digest, no link followed, no address asked that a descriptor names, and what nests without end is ended. Check Registry writes only what carries its number, under a tag that nobody has.',
  },
  // Keys and limits.
  { id: 'S40', says: 'Bytes, requests and time of one verification are bounded.' },
  {
    id: 'S41',
    says: 'Parameters of key derivation are checked first and it runs off the event loop; odd keys are refused.',
  },
  {
    id: 'N8',
    says: 'A twin of a signature counts its signer once; SHA-1, RSA 1024 and Ed25519 points of small order are not taken.',
  },
  {
    id: 'S42',
    says: 'A backup is offered before a key lives only in SecretStorage; stored and empty passwords are called what they are.',
  },
  // Walks over everything.
  { id: 'N1', says: 'Canary secrets appear in no log, error, report, state, setting or temporary file.' },
  {
    id: 'N2',
    says: 'No security setting works from a folder; Restricted Mode asks nothing of anybody by itself.',
  },
  { id: 'N3', says: 'One hostile string is harmless on every surface and in the copied command.' },
  {
    id: 'N7',
    says: 'What changes between plan and run stops it or is kept: removals in another window, a tampered journal.',
  },
  {
    id: 'N4',
    says: 'A signature counts for what it was made over alone: not for another digest, nor for an index by its images, nor the other way round.',
  },
  {
    id: 'N5',
    says: 'A payload that two readers could take for two things is read by nobody; what is written sorts and escapes as Go does.',
  },
  { id: 'N6', says: 'Appending keeps the descriptors that were there as the same bytes.' },
  // Flows.
  { id: 'U1', says: 'The first run ends verified by the own key, and offers to trust this signer.' },
  { id: 'U2', says: 'What cosign needs to verify it is said and copied with the command.' },
  { id: 'U3', says: 'An encrypted key file is offered after Generate; Delete says whether a backup exists.' },
  {
    id: 'U4',
    says: 'The password is asked after the plan, tried at once, asked again with the plan kept, twice at creation.',
  },
  { id: 'U5', says: 'Only text that is clearly a reference is prefilled.' },
  { id: 'U6', says: 'Annotations, key and place are changed in the plan itself.' },
  { id: 'U7', says: 'An image that was never pushed is said to be that; an implied latest is shown.' },
  {
    id: 'U8',
    says: 'Keys have a view with label, fingerprint, where they are held and whether they are backed up.',
  },
  {
    id: 'U9',
    says: 'Add Registry takes a host, a namespace or a repository, and offers the hosts of the Docker config.',
  },
  { id: 'U10', says: 'A page of hidden signature tags does not look like an empty repository.' },
  { id: 'U11', says: 'An error node has an action that works.' },
  {
    id: 'U12',
    says: 'A verdict stays on its node for the session; one that is not "verified" opens the report.',
  },
  {
    id: 'U13',
    says: 'After the manifest PUT began a cancel waits for the read-back and says what was stored.',
  },
  { id: 'U14', says: 'The plan shows whether push is granted where tokens tell.' },
  {
    id: 'U15',
    says: 'Nothing is asked from the background: a lost signature is a badge and a row with an action.',
  },
  // How it fits VS Code.
  { id: 'V1', says: 'The confirmation is a QuickPick whose lines change the plan.' },
  { id: 'V2', says: 'Every setting has the scope that fits it; folder variables are expanded.' },
  {
    id: 'V3',
    says: "Which folder applies is the active editor's, else asked once; the origin is in the plan.",
  },
  { id: 'V4', says: 'The extension prefers the local machine and names the machine of the credential.' },
  { id: 'V5', says: 'The index of keys lives beside its backend; keys found there are listed as found.' },
  {
    id: 'V6',
    says: 'A keychain that hangs runs into a time-out with a message; tests use their own service name.',
  },
  { id: 'V7', says: 'What two windows share goes through a lock file and one file per entry.' },
  {
    id: 'V8',
    says: 'The report is a read-only file that survives a restart, with its actions in the editor title.',
  },
  {
    id: 'V9',
    says: 'Tree ids are paths; tooltips are made on hover; internal commands are not in the palette.',
  },
  {
    id: 'V10',
    says: 'The tests run on the newest host and on the oldest one promised, trusted and restricted, one folder and several.',
  },
  { id: 'V11', says: 'Every error of the engine has words in the host.' },
  { id: 'V12', says: 'Walkthrough steps complete by what was achieved; no telemetry.' },
  { id: 'V13', says: 'A verdict is icon, words and an accessible label; sign and verify work by keyboard.' },
  {
    id: 'V14',
    says: 'One package per platform and a universal one, each with the right binary; the manifest is checked.',
  },
  {
    id: 'V15',
    says: 'A reference is inserted with its digest by a command; what Container Tools hands over names exactly its image or none.',
  },
];

/** Requirements of later stages: tests may name them already. */
export const later: readonly string[] = [...['S9', 'S12', 'S43'], ...['V16']];
