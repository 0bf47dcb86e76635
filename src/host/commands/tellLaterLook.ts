// What a look behind a result found: told, because it speaks only when something was lost, or nobody could see.
import type { LaterLook } from '../../engine/plan.ts';
import type { Host } from '../host.ts';
import { subjectOf } from '../tree/signatureTag.ts';
import { showWarning } from '../ui/messages.ts';
import { laterLookWords } from '../ui/writeWords.ts';
import { inBackground } from './told.ts';

/** Tells it, and drops what was said of the image: it was verified while other signatures stood there (S18). */
export function tellLaterLook(host: Host, look: LaterLook): void {
  const subject = subjectOf(look.place.slice(look.place.lastIndexOf(':') + 1));
  // Who could not look knows of no change.
  if (subject !== undefined && look.outcome !== 'could-not-look') host.reports.dropEverywhere(subject);
  inBackground(host, showWarning(laterLookWords(look)));
  // What is lost or not confirmed waits in the journal.
  inBackground(host, host.registries.recount());
}
