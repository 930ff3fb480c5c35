const LETTERS: Record<string, string> = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i" };
const UNFOLDED = /[ßøłđðþæœı]/g;
const MARKS = /\p{M}+/gu;
const NOT_ASCII = /[^\0-\x7f]/;

/** Lower case without diacritics: "Köln" and "KOLN" fold to the same letters. */
export function foldLetters(text: string): string {
  const lower = text.toLowerCase();
  if (!NOT_ASCII.test(lower)) return lower;
  return lower
    .normalize("NFD")
    .replace(MARKS, "")
    .replace(UNFOLDED, (letter) => LETTERS[letter]!);
}

/** For comparing names: letters folded, apostrophes dropped, every other run of punctuation one space. */
export function foldName(text: string): string {
  return foldLetters(text)
    .replace(/['’`.]/g, "")
    .replace(/&/g, " and ")
    .replace(/[^\p{L}\p{N}+#]+/gu, " ")
    .trim();
}
