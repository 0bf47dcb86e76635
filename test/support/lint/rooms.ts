// Lint rule `house/direction`: an import stays in its room or goes to a room that the table names.
import path from 'node:path';
import type { Rule } from 'eslint';
import type * as ESTree from 'estree';

/**
 * Rooms from the top of the house down, each with the rooms it may import. `type ROOM` allows `import type` only.
 * A room may only name rooms below it, so no circle can arise.
 */
export type RoomTable = Readonly<Record<string, string>>;

/** Which room a file of src/ belongs to: the longest place that fits. `src/x.ts` is a file, `src/x/` a folder. */
export type Places = Readonly<Record<string, string>>;

export interface Allowed {
  readonly room: string;
  readonly typeOnly: boolean;
}

/** The words of one row of the table. */
export function allowedOf(table: RoomTable, room: string): Allowed[] {
  return (table[room] ?? '')
    .split(/, */)
    .filter((word) => word !== '')
    .map((word) => ({ room: word.replace(/^type /, ''), typeOnly: word.startsWith('type ') }));
}

/** What is wrong with the table itself: a row that names an unknown room or one above it. */
export function tableProblems(table: RoomTable): string[] {
  const order = Object.keys(table);
  return order.flatMap((room, at) =>
    allowedOf(table, room)
      .filter((other) => order.indexOf(other.room) <= at)
      .map((other) => `${room} names ${other.room}, which does not stand below it`),
  );
}

function roomOf(file: string, places: Places): string | undefined {
  const fits = Object.keys(places).filter((place) =>
    place.endsWith('/') ? file.startsWith(place) : file === place,
  );
  const longest = fits.sort((one, other) => other.length - one.length)[0];
  return longest === undefined ? undefined : places[longest];
}

export const direction: Rule.RuleModule = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const { table, places } = context.options[0] as { table: RoomTable; places: Places };
    const relative = (file: string): string => path.relative(context.cwd, file).replaceAll(path.sep, '/');
    const from = relative(context.filename);
    const room = roomOf(from, places);

    function judge(node: ESTree.Node, specifier: unknown, typeOnly: boolean): void {
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const target = relative(path.resolve(path.dirname(context.filename), specifier));
      if (specifier === './host.cjs' || specifier === './engine.cjs') return; // built bundles, see extension.ts
      const other = roomOf(target, places);
      const say = (message: string): void => context.report({ node, message });
      if (room === undefined) return say(`${from} is in no room of the table in eslint.config.mjs.`);
      if (other === undefined) return say(`${target} is in no room of the table in eslint.config.mjs.`);
      if (other === room) return;
      const allowed = allowedOf(table, room).filter((entry) => entry.room === other);
      if (allowed.length === 0) return say(`"${room}" must not import "${other}" (${target}).`);
      if (allowed.every((entry) => entry.typeOnly) && !typeOnly)
        say(`"${room}" may import types of "${other}" only: write import type.`);
    }

    interface FromNode extends ESTree.BaseNode {
      source?: { value?: unknown } | null;
      importKind?: string;
      exportKind?: string;
      argument?: { literal?: { value?: unknown }; value?: unknown };
    }
    const judgeFrom = (node: ESTree.Node): void => {
      const { source, importKind, exportKind } = node as unknown as FromNode;
      judge(node, source?.value, importKind === 'type' || exportKind === 'type');
    };
    return {
      ImportDeclaration: judgeFrom,
      ExportNamedDeclaration: judgeFrom,
      ExportAllDeclaration: judgeFrom,
      ImportExpression: judgeFrom,
      TSImportType(node: ESTree.Node) {
        const { source, argument } = node as unknown as FromNode;
        judge(node, source?.value ?? argument?.literal?.value ?? argument?.value, true);
      },
      'CallExpression[callee.name="require"]'(node: ESTree.CallExpression) {
        const first = node.arguments[0];
        judge(node, first?.type === 'Literal' ? first.value : undefined, false);
      },
    };
  },
};
