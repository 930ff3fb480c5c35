import { visible } from "../text/visible.ts";
import { isOccupation } from "./occupations.ts";

const LINE_BREAK = /[\u2028\u2029]/g;

const MISSPELT: Record<string, string> = {
  remot: "remote",
  remoet: "remote",
  remtoe: "remote",
  remotly: "remotely",
  hybird: "hybrid",
  hibrid: "hybrid",
  senoir: "senior",
  sinior: "senior",
  seniour: "senior",
  junoir: "junior",
  juinor: "junior",
  jnr: "junior",
  snr: "senior",
  freelence: "freelance",
  permenant: "permanent",
  permanant: "permanent",
  temporay: "temporary",
  temparary: "temporary",
  contarct: "contract",
  intership: "internship",
  enginer: "engineer",
  enginers: "engineers",
  engeneer: "engineer",
  developper: "developer",
  devloper: "developer",
  developr: "developer",
  devlopers: "developers",
  experiance: "experience",
  experence: "experience",
  expirience: "experience",
  salery: "salary",
  sallary: "salary",
  agancy: "agency",
  agancies: "agencies",
  agencys: "agencies",
  vacancys: "vacancies",
  manger: "manager",
  candiate: "candidate",
  candiates: "candidates",
  canditate: "candidate",
  canditates: "candidates",
  wharehouse: "warehouse",
  warehous: "warehouse",
};
const MISSPELT_WORD = new RegExp(`\\b(?:${Object.keys(MISSPELT).join("|")})\\b`, "gi");

/**
 * The message in the one form that all rules read: composed letters, plain quotes and hyphens, single spaces,
 * a line break only between lines with words, common slips of the keyboard corrected.
 */
export function plainWording(message: string): string {
  return visible(message.toWellFormed().replace(/\r\n?/g, "\n"))
    .normalize("NFC")
    .replace(LINE_BREAK, "\n")
    .replace(/İ/g, "I")
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐‑‒−]/g, "-")
    .replace(/[–—]/g, (_, at: number, all: string) => (all[at - 1] === " " && all[at + 1] === " " ? ";" : "-"))
    .replace(/[\p{Zs}\t]+/gu, " ")
    .replace(/ ?\n[\n ]*/g, "\n")
    .replace(/([£$€₹]\d[\d.,]*k?)(ph|pa|pcm|pw|pd)\b/gi, "$1 $2")
    .replace(MISSPELT_WORD, (word) => matchCase(word, MISSPELT[word.toLowerCase()]!))
    .trim();
}

const matchCase = (model: string, word: string): string => (/^\p{Lu}/u.test(model) ? word[0]!.toUpperCase() + word.slice(1) : word);

export interface Wording {
  /** What the user says: filters are read from here. */
  ask: string;
  /** A pasted text (a job ad, a resume): search words only, since its sentences are not the user's conditions. */
  paste: string;
  /** The pasted text was longer than is searched by. */
  cut: boolean;
}

const TYPED = 1_200;
const TYPED_LINES = 12;
const OPENING = 400;
/** Enough of a pasted text to search by; the rest changes no ranking and would be kept with the session. */
export const PASTE_LIMIT = 4_000;
const REQUEST = /\b(?:find|show|search|match|matches|looking|give|list|which|who|what|any|only|near|jobs?|candidates?|people)\b/i;
const NAME_LINE = /^\p{Lu}[\p{L}'.-]+(?: \p{Lu}[\p{L}'.-]*){1,3}$/u;
const CONTACT = /[\w.+-]{1,64}@[\w.-]{1,255}|\bhttps?:\/\/\S{1,500}|(?:\+|\b00)\d[\d ()-]{7,20}\d/g;

/** Parts what was typed from what was pasted. Up to 1,200 characters in twelve lines count as typed. */
export function splitPaste(text: string): Wording {
  if (text.length <= TYPED && text.split("\n", TYPED_LINES + 1).length <= TYPED_LINES) return { ask: text, paste: "", cut: false };
  const lines = text.slice(0, PASTE_LIMIT * 4).split("\n");
  const opening = sentenceUpTo(lines[0]!, OPENING);
  const last = text.slice(text.lastIndexOf("\n") + 1);
  const closing = lines.length > 1 && last.length <= 200 && REQUEST.test(last) ? last : "";
  const ask = [isName(lines[0]!) ? "" : opening, closing].filter(Boolean).join("\n");
  const rest = [lines[0]!.slice(opening.length), ...lines.slice(1)]
    .map((line) => line.replace(CONTACT, " ").trim())
    .filter((line) => line !== "" && line !== closing);
  const paste = rest.join(" ");
  return { ask, paste: paste.length > PASTE_LIMIT ? paste.slice(0, paste.lastIndexOf(" ", PASTE_LIMIT)) : paste, cut: paste.length > PASTE_LIMIT };
}

/** A resume opens with its owner's name, which is never searched for. */
const isName = (line: string): boolean => NAME_LINE.test(line) && !line.toLowerCase().split(" ").some(isOccupation);

function sentenceUpTo(line: string, limit: number): string {
  if (line.length <= limit) return line;
  const head = line.slice(0, limit);
  const end = Math.max(head.lastIndexOf(". "), head.lastIndexOf("? "), head.lastIndexOf(": "));
  return end > 0 ? head.slice(0, end + 1) : head.slice(0, Math.max(head.lastIndexOf(" "), 1));
}
