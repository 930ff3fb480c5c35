const NAMES =
  "English|German|French|Spanish|Italian|Portuguese|Dutch|Flemish|Polish|Czech|Slovak|Slovenian|Croatian|Serbian|Bosnian|Hungarian|Romanian|Bulgarian|Greek|Turkish|Russian|Ukrainian|Swedish|Norwegian|Danish|" +
  "Finnish|Icelandic|Estonian|Latvian|Lithuanian|Arabic|Hebrew|Farsi|Persian|Urdu|Hindi|Bengali|Punjabi|Gujarati|Marathi|Tamil|Telugu|Kannada|Malayalam|Nepali|Sinhala|Mandarin|Cantonese|Chinese|Japanese|Korean|" +
  "Vietnamese|Thai|Indonesian|Malay|Tagalog|Filipino|Swahili|Kiswahili|Afrikaans|Zulu|Xhosa|Amharic|Hausa|Yoruba|Igbo|Catalan|Basque|Welsh|Irish|Gaelic|Albanian|Macedonian|Maltese|Luxembourgish";
const ALIASES: Record<string, string> = {
  kiswahili: "Swahili",
  farsi: "Persian",
  deutsch: "German",
  français: "French",
  francais: "French",
  español: "Spanish",
  espanol: "Spanish",
  bsl: "British Sign Language",
  asl: "American Sign Language",
};
const CANONICAL = new Map([...NAMES.split("|").map((name) => [name.toLowerCase(), name] as const), ...Object.entries(ALIASES)]);

export const languageNamed = (word: string): string | undefined => CANONICAL.get(word);

/** The lower-case text with every language replaced by as many underscores, so that one short pattern stands for all of them; null where it names none. */
export function withLanguagesMarked(lower: string): string | null {
  let any = false;
  const marked = lower.replaceAll("_", "-").replace(/[\p{L}]+/gu, (word) => {
    if (!CANONICAL.has(word)) return word;
    any = true;
    return "_".repeat(word.length);
  });
  return any ? marked : null;
}
