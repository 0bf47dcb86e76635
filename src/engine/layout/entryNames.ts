// The annotations by which the entries of a layout's index.json say what they are.

/** OCI image spec, annotations.md: a name inside the layout. */
export const refNameAnnotation = 'org.opencontainers.image.ref.name';
/** The image's whole name, as containerd and Docker write and read it. */
export const imageNameAnnotation = 'io.containerd.image.name';

/** `cosign load` reads nothing but these, and of each the first (pkg/oci/layout/index.go). */
export const cosignKind = 'kind';
export const cosignKinds = {
  image: 'dev.cosignproject.cosign/image',
  index: 'dev.cosignproject.cosign/imageIndex',
  signatures: 'dev.cosignproject.cosign/sigs',
  attestations: 'dev.cosignproject.cosign/atts',
} as const;
