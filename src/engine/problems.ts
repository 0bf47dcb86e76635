// What can be wrong, as codes and plain details: the host words each of them (host/ui, V11), the log shows the code.
// Types only. Nothing here holds what a person pasted or a secret (N1).

/** Whose login it is and where it came from. Never the secret. */
export interface CredentialDescription {
  readonly kind: CredentialKind;
  /** Path (home as `~`), helper or variable; empty for anonymous. */
  readonly detail: string;
  /** Empty where unknown. */
  readonly user: string;
}

export type CredentialKind =
  /** Given to Countersign by hand; `detail` is the registry, with the path where it is for one only. */
  | 'kept-login'
  | 'docker-auth-config'
  | 'docker-config'
  | 'docker-helper'
  | 'registry-auth-file'
  | 'podman'
  /** Of VS Code; `detail` is the account's provider, with its name where `user` has none. */
  | 'account'
  | 'aws-keys'
  | 'cloud-tool'
  | 'anonymous';

/** What is being done, or what a budget is for. The words themselves are for the log. */
export type Operation =
  | 'listing tags'
  | 'listing repositories'
  | 'listing referrers'
  | 'reading a manifest'
  | 'writing a manifest'
  | 'deleting a manifest'
  | 'reading a blob'
  | 'uploading a blob'
  | 'ending an upload'
  | 'asking for a token'
  | 'asking who may read'
  | 'this look'
  | 'this verification'
  | 'this copy'
  | 'this saving'
  | 'this loading'
  | 'this check';

/** What is wrong with an answer of a registry that was to be a list, a token and so on. */
export type AnswerProblem =
  | 'list-not-json'
  | 'list-without-names'
  | 'referrers-not-an-index'
  | 'next-page-elsewhere'
  | 'bad-realm'
  | 'no-token'
  | 'no-location'
  | 'blob-of-other-size'
  | 'every-tag-exists';

export type JsonProblem = 'not-utf-8' | 'not-json' | 'nested-too-deeply' | 'too-many-values';

export type ManifestProblem =
  | JsonProblem
  | 'not-an-object'
  | 'name-twice'
  | 'name-in-two-cases'
  | 'wrong-type'
  | 'bad-descriptor'
  | 'unknown-schema-version'
  | 'unknown-media-type'
  | 'other-content-type'
  | 'neither-layers-nor-manifests'
  | 'both-layers-and-manifests';

/** Why a registry stores nothing, or not under this tag. */
export type WriteObstacle = 'immutable' | 'read-only' | 'full';

/** The product's own setting behind it, or its kind of repository. */
export type WriteSetting =
  | 'ecr'
  | 'harbor'
  | 'nexus'
  | 'artifactory'
  | 'docker-hub'
  | 'gitlab'
  | 'google'
  | 'azure'
  | 'alibaba'
  | 'nexus-group'
  | 'harbor-proxy'
  | 'distribution'
  | 'harbor-quota';

/** Why a manifest cannot be signed. */
export type ImageProblem = ManifestProblem | 'schema-1';

/** Why what stands under a signature tag cannot be used or written. */
export type SignatureImageProblem = ImageProblem | 'index' | 'an-image' | 'too-large';

/** Why what stands under a signature tag is neither rewritten nor deleted (S32). */
export type RemoveObstacle = 'is-the-subject' | 'not-signatures-only';

/** Why a folder is no saved image that can be read (OCI image layout). `blob-…`: the one that `digest` names. */
export type LayoutProblem =
  | ManifestProblem
  | 'no-layout-file'
  | 'other-version'
  | 'no-index'
  | 'not-an-index'
  | 'two-for-one-name'
  | 'no-image'
  | 'no-such-image'
  | 'too-many-entries'
  | 'too-many-blobs'
  | 'too-costly'
  | 'blob-missing'
  | 'blob-of-other-bytes'
  | 'blob-of-other-size'
  | 'blob-too-large';

export type PayloadProblem =
  JsonProblem | 'not-an-object' | 'part-missing' | 'name-twice' | 'name-in-two-cases';

export type KeyProblem =
  | 'too-large'
  | 'no-pem-block'
  /** It looks like DER, where a private key belongs, or a public one. */
  | 'private-der'
  | 'public-der'
  | 'several-pem-blocks'
  | 'private-not-public'
  | 'public-not-private'
  | 'certificate'
  | 'unknown-pem-type'
  | 'damaged-pem'
  | 'not-a-public-key'
  | 'not-pkcs8'
  | 'not-sec1'
  | 'not-pkcs1'
  | 'bad-point'
  | 'small-order'
  | 'other-encoding'
  | 'bad-modulus'
  | 'bad-exponent'
  | 'bad-private-number'
  | 'numbers-do-not-fit'
  | 'not-a-cosign-key'
  | 'not-encrypted'
  | 'not-key-json'
  | 'unknown-key-derivation'
  | 'unknown-scrypt-parameters'
  | 'unknown-cipher'
  | 'encrypted-otherwise'
  | 'openssh-key'
  | 'certificate-not-key'
  | 'weak-encryption'
  | 'too-costly'
  | 'not-the-recorded-key';

export type CredentialFileProblem =
  | { readonly code: 'not-json' | 'not-an-object' | 'entry-not-an-object' | 'helper-not-text' }
  | { readonly code: 'bad-auth' | 'no-user' | 'not-absolute' }
  /** `field` is a name of the format, not one that stands in the file. */
  | { readonly code: 'field-not-text' | 'field-not-an-object'; readonly field: string };

export type HelperProblem =
  | { readonly code: 'bad-name' | 'absent' | 'no-answer' | 'not-json' | 'no-secret' | 'in-background' }
  | { readonly code: 'exit-code'; readonly exitCode: number }
  /** The helper's own words, cut. */
  | { readonly code: 'said'; readonly words: string };

export type FileProblem =
  | {
      readonly code:
        'absent' | 'not-a-file' | 'is-a-folder' | 'no-folder' | 'not-empty' | 'symbolic-link' | 'elsewhere';
    }
  | { readonly code: 'denied' | 'not-permitted' | 'disk-full' | 'read-only' }
  | { readonly code: 'too-large'; readonly limit: number }
  /** `name`: the system's own, such as EIO; empty where it gave none. */
  | { readonly code: 'other'; readonly name: string };

/** What is wrong with a rule for signers. Never holds what stands in the settings: it may be a pasted private key (N1). */
export type RuleFault =
  | {
      readonly code:
        'not-a-list' | 'not-an-object' | 'unknown-field' | 'no-images' | 'no-keys' | 'bad-same-name';
    }
  | { readonly code: 'bad-pattern'; readonly reason: PatternProblem; readonly position: number }
  | { readonly code: 'too-many-keys'; readonly limit: number }
  | { readonly code: 'empty-key' | 'not-a-key' }
  | { readonly code: 'own-key-of-others' | 'bad-fingerprint' | 'no-such-own-key' | 'own-key-mismatch' }
  /** It is none of the own keys that could be listed, and there may be others. */
  | { readonly code: 'own-key-not-listed' }
  | { readonly code: 'bad-key'; readonly reason: KeyProblem }
  | { readonly code: 'unsupported-key'; readonly algorithm: string }
  | { readonly code: 'bad-key-path'; readonly reason: KeyPathProblem }
  | { readonly code: 'key-file-not-readable'; readonly reason: FileProblem };

export type PatternProblem =
  | 'empty'
  | 'too-long'
  | 'upper-case'
  | 'character'
  | 'stars'
  | 'tag-or-digest'
  | 'registry-alone'
  | 'single-star'
  | 'no-registry'
  | 'bad-registry'
  | 'no-name'
  | 'empty-component'
  | 'bad-component';

export type KeyPathProblem =
  | 'network'
  | 'variable-in-user-settings'
  | 'not-absolute'
  | 'not-absolute-here'
  | 'other-variable'
  | 'not-relative'
  | 'outside-folder'
  | 'names-no-folder'
  | 'no-folder'
  | 'symbolic-link';

/** Where a fault stands in the setting's value, e.g. `[0, 'keys', 1]`. */
export type RulePath = readonly (number | 'images' | 'keys' | 'sameName' | UnknownField)[];

/** The n-th field (from 0) that no rule has: found by its place, because its name may be a pasted secret (N1). */
export interface UnknownField {
  readonly unknownField: number;
}
