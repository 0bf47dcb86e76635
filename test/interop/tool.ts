// What the interop runner asks of a signing tool, whether it is Countersign or a real cosign.
import type { CopyManifest } from '../../src/engine/copyPlan.ts';
import type { SignatureScheme } from '../../src/engine/signatureScheme.ts';

export type Layout = 'none' | 'shared' | 'perImage';
export type MediaTypes = 'oci' | 'docker';
export type Annotations = readonly (readonly [name: string, value: string])[];

/** An image in a registry, and where its signatures belong. */
export interface Target {
  /** `host:port/repository@sha256:…` */
  readonly reference: string;
  readonly layout: Layout;
  /** The signature repository setting as a person writes it; empty for layout `none`. */
  readonly setting: string;
  /** The repository that holds the signatures in the end, `host:port/path`. */
  readonly signatures: string;
}

/** A key pair of one tool's making, as text. The key file opens with `password` of support/cosign.ts. */
export interface ToolKey {
  readonly name: string;
  readonly file: string;
  readonly publicKeyPem: string;
}

export interface SignOrder extends Target {
  readonly key: ToolKey;
  readonly mediaTypes: MediaTypes;
  readonly annotations: Annotations;
  /** Everything that an index lists is signed too. */
  readonly recursive?: boolean;
}

export interface VerifyOrder extends Target {
  readonly key: ToolKey;
  readonly annotations: Annotations;
  /** cosign's `--signature-digest-algorithm`; Countersign needs none. */
  readonly digest?: string;
}

export interface Judgement {
  readonly accepted: boolean;
  /** What the tool said, for the line of a cell that fails. */
  readonly said: string;
}

export interface Tool {
  readonly title: string;
  generateKey(name: string, signal: AbortSignal): Promise<ToolKey>;
  /** Makes a key file of a plain private key in PEM. */
  importKey(name: string, pem: string, signal: AbortSignal): Promise<ToolKey>;
  /** Rejects with what the tool said when it did not sign. */
  sign(order: SignOrder, signal: AbortSignal): Promise<void>;
  verify(order: VerifyOrder, signal: AbortSignal): Promise<Judgement>;
  /** Into a folder that is not there yet. Rejects with what the tool said. */
  save(reference: string, folder: string, signal: AbortSignal): Promise<void>;
  /** Out of a folder to `host:port/repository:tag`. Rejects with what the tool said. */
  load(folder: string, target: string, signal: AbortSignal): Promise<void>;
  /** The image of the folder, without a registry; `reference` as it was saved. */
  verifySaved(folder: string, order: VerifyOrder, signal: AbortSignal): Promise<Judgement>;
  dispose(): Promise<void>;
}

/** A tool that also reports why it could not judge: only Countersign does. */
export interface ReportingTool extends Tool {
  /** The verdict, the kinds of reasons with it, and as what each valid signature verified. */
  report(
    order: VerifyOrder,
    signal: AbortSignal,
  ): Promise<{
    readonly verdict: string;
    readonly reasons: readonly string[];
    readonly schemes: readonly SignatureScheme[];
  }>;
}

/** A tool that brings everything that hangs on an image to another registry: only Countersign does. */
export interface CopyingTool extends ReportingTool {
  /** Every manifest that was brought, with its blobs. */
  copy(reference: string, target: string, signal: AbortSignal): Promise<readonly CopyManifest[]>;
}
