// What a report answers. To ask once more is to ask for no less, also where the verdict is no longer good: without the
// annotations or the place that were asked for, a weaker question could be answered with “Verified”.
import type * as vscode from 'vscode';
import type { Annotations, SignatureSettings } from '../../engine/plan.ts';
import type { VerifyReport } from '../../engine/verdict.ts';

/** What is asked besides the image. */
export interface VerifyOptions {
  /** Annotations that are asked for. */
  readonly annotations?: Annotations;
  /** Where it is known which folder judges. */
  readonly folder?: vscode.WorkspaceFolder | undefined;
  /** In place of the folder's: where a plan put the signature. */
  readonly settings?: SignatureSettings;
  /** The folder that holds the image: no registry is asked. */
  readonly savedIn?: string | undefined;
}

/** To ask as this report did: its annotations, the folder that judged, and a place that is in no setting. */
export function optionsOf(report: VerifyReport, folder: vscode.WorkspaceFolder | undefined): VerifyOptions {
  const { wantedAnnotations: annotations, signatureRepository: use, savedIn } = report;
  if (use?.origin.kind !== 'asked') return { annotations, folder, savedIn };
  const { value, layout, origin } = use;
  const signatureRepository = { value, origin };
  return {
    annotations,
    folder,
    savedIn,
    settings: { signatureRepository, layout: { value: layout, origin }, legacyMediaTypes: undefined },
  };
}
