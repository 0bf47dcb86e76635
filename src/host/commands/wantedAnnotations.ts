// Annotations that a verification asks for, typed behind the reference as for cosign: `ghcr.io/a/b:1 -a env=prod`.
import type { Annotations } from '../../engine/plan.ts';

/** Takes apart what was typed. A part without `=` stays with the reference, so that it is refused there. */
export function readWanted(text: string): { readonly reference: string; readonly annotations: Annotations } {
  const [reference = '', ...flags] = text.trim().split(/\s+(?:-a|--annotations)\s+/);
  const annotations = flags.map((flag) => {
    const at = flag.indexOf('=');
    return at <= 0 ? undefined : ([flag.slice(0, at), flag.slice(at + 1)] as const);
  });
  const complete = annotations.filter((pair) => pair !== undefined);
  return complete.length === flags.length
    ? { reference, annotations: complete }
    : { reference: text, annotations: [] };
}
