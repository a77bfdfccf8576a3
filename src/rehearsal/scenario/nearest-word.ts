/** Words that are longer than this are compared by their beginning: nobody misspells a novel. */
const longest = 64;

/** The option that was most likely meant by `word`; undefined when none is near. */
export function nearestWord(word: string, options: readonly string[]): string | undefined {
  let best: { readonly option: string; readonly distance: number } | undefined;
  for (const option of options) {
    const distance = editsBetween(fold(word), fold(option), sameLetter);
    const allowed = Math.max(1, Math.floor(Math.max(word.length, option.length) / 3));
    if (distance > allowed || distance >= word.length) continue;
    if (best === undefined || distance < best.distance) best = { option, distance };
  }
  return best?.option;
}

/**
 * How many insertions, deletions, replacements and swaps of neighbours turn one row into the other
 * (Damerau 1964, restricted to non-overlapping swaps). `replace` says what it costs to put one for another: 0
 * when they are the same.
 */
export function editsBetween<A, B>(
  a: ArrayLike<A>,
  b: ArrayLike<B>,
  replace: (one: A, other: B) => number,
): number {
  const cost = (row: number, column: number) => replace(a[row - 1] as A, b[column - 1] as B);
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const now: number[] = [row];
    for (let column = 1; column <= b.length; column++) {
      let edits = Math.min(
        at(above, column) + 1,
        at(now, column - 1) + 1,
        at(above, column - 1) + cost(row, column),
      );
      const isSwap = row > 1 && column > 1 && cost(row, column - 1) + cost(row - 1, column) === 0;
      if (isSwap) edits = Math.min(edits, at(before, column - 2) + 1);
      now.push(edits);
    }
    before = above;
    above = now;
  }
  return at(above, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0;
}

function sameLetter(one: string, other: string): number {
  return one === other ? 0 : 1;
}

function fold(word: string): string {
  return word.slice(0, longest).toLowerCase();
}

/** "a, b or c" */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
