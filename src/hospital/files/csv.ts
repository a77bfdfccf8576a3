/** A CSV text (RFC 4180, lines ended by CR LF): a header, and a row of cells for each of `rows`. */
export function toCsv<T extends string>(
  columns: readonly T[],
  rows: readonly Readonly<Partial<Record<T, string>>>[],
): string {
  const lines = [
    columns.join(","),
    ...rows.map((row) => columns.map((column) => cell(row[column] ?? "")).join(",")),
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}

function cell(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
