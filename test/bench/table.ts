// Prints tables that line up.

/** The rows below their heads; the first column stands left, the others right. */
export function printTable(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   ');
  console.log(`\n${title}`);
  console.log(`  ${line(heads)}`);
  console.log(`  ${widths.map((width) => '-'.repeat(width)).join('   ')}`);
  for (const row of rows) console.log(`  ${line(row)}`);
}
