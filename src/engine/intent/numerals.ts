const WORDS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  "a couple of": 2,
  "couple of": 2,
  "a few": 3,
  few: 3,
  half: 0.5,
  "half a": 0.5,
};

/** Regular expression source for a small number in digits or words; read it with {@link numeral}. */
export const NUMERAL =
  "\\d{1,3}(?:[.,]\\d)?|a couple of|couple of|a few|few|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty";

export function numeral(written: string): number {
  return WORDS[written.replace(/^half an$/, "half a")] ?? Number(written.replace(",", "."));
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];

/** Regular expression source for an ordinal in letters or digits; read it with {@link ordinal}. */
export const ORDINAL = `${ORDINALS.join("|")}|\\d{1,3}(?:st|nd|rd|th)`;

export function ordinal(written: string): number {
  const at = ORDINALS.indexOf(written);
  return at >= 0 ? at + 1 : Number.parseInt(written, 10);
}
