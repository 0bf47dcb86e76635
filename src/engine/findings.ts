// What Check Registry finds out, by name, and what can be done about a "no": codes only, worded by the host (V11). The
// names are read by products/ too, which says what the product's own answer to a "no" is (registries §1b, §3).

/** One line of the report each, in this order. Every one is a sentence that is true, false, or could not be told. */
export const findingNames = [
  // Who answers.
  'reached',
  'product',
  'clock',
  'rate-limit',
  // Who asks.
  'sign-in',
  'pull',
  'push',
  'delete',
  'anonymous-read',
  // What it lists.
  'catalog',
  'catalog-paging',
  'tag-list',
  'tag-paging',
  // What it says when it is read.
  'missing-tag',
  'missing-repository',
  'manifest-digest',
  'etag',
  'not-modified',
  'any-accept',
  // What it stores.
  'oci-types',
  'docker-types',
  'signature-layer',
  'custom-config',
  'index',
  'content-checked',
  // What hangs on an image.
  'referrers',
  'referrers-filter',
  'subject-told',
  'referrers-of-deleted',
  'fallback-tag',
  // How it is written to.
  'single-post',
  'chunked',
  'mount',
  'mount-anywhere',
  'overwrite',
  'immutable',
  'conditional-write',
  // What can be taken away.
  'delete-tag',
  'delete-digest',
  'delete-takes-tags',
] as const;

export type FindingName = (typeof findingNames)[number];

/** A product's own answer to a "no": the host has the words of each. */
export type ProductAdvice =
  | 'distribution-delete'
  | 'distribution-delete-tag'
  | 'distribution-referrers'
  | 'docker-hub-catalog'
  | 'docker-hub-delete'
  | 'ghcr-catalog'
  | 'ghcr-delete'
  | 'ghcr-referrers'
  | 'gitlab-catalog'
  | 'gitlab-referrers'
  | 'harbor-delete-tag'
  | 'harbor-catalog'
  | 'zot-docker-types'
  | 'artifactory-oci-types'
  | 'artifactory-referrers'
  | 'alibaba-custom-config'
  | 'google-chunked'
  | 'ecr-chunked'
  | 'ecr-overwrite'
  | 'harbor-overwrite'
  | 'nexus-overwrite'
  | 'docker-hub-overwrite'
  | 'google-overwrite'
  | 'gitlab-overwrite'
  | 'azure-overwrite'
  | 'artifactory-overwrite';
