/** The longest word, and the longest code of room and bed together. */
const longestWord = 12;
const longestCode = 32;
/** A word of letters beside which a number or a letter stands: Bed, Room, Bay. */
const longestKind = 4;

/**
 * Whether a text is a bed's code, which enters the log as it is; no other text does (U3). A code is `7`, `A-12`, `Bed 9`,
 * `Bed A`, `MainRoom-Bed 9`, `Window`: letters, digits and `-` `.` `/` `_`, no word longer than 12 signs. A blank stands
 * only beside a word with a digit, or between a single letter and a word of four at most: two names are no code.
 */
export function isBedCode(text: string): boolean {
  if (text.length > longestCode || !/^[\p{L}\p{N}][\p{L}\p{N} ._/-]*$/u.test(text)) return false;
  const words = text.split(/[ ._/-]+/);
  if (words.some((word) => word.length > longestWord)) return false;
  const parts = text.split(" ");
  return parts.every((part, index) => index === 0 || goTogether(parts[index - 1] ?? "", part));
}

function goTogether(one: string, next: string): boolean {
  if (one === "" || next === "") return false;
  if (/\p{N}/u.test(one + next)) return true;
  return (
    Math.min(one.length, next.length) === 1 && Math.max(one.length, next.length) <= longestKind
  );
}
