// Opens a terminal, for the command that an error node tells to run. Nothing is typed into it.
import { openTerminal as open } from '../ui/errorActions.ts';

/** Only for nodes of the tree; the palette does not show it. */
export function openTerminal(): void {
  open();
}
