import { foldLetters } from "./fold.ts";

/** One word of a text. `joined` tells that nothing but a space or a joining mark (- / . _) stands between it and the word before. */
export interface Token {
  key: string;
  start: number;
  end: number;
  joined: boolean;
}

const WIDE_WORD = /[\p{L}\p{M}\p{N}]/u;
const WORD = new Uint8Array(128);
for (let code = 0; code < 128; code++) WORD[code] = /[A-Za-z0-9]/.test(String.fromCharCode(code)) ? 1 : 0;

const [SPACE, NEWLINE, DOT, PLUS, HASH, AMPERSAND, APOSTROPHE, QUOTE] = [32, 10, 46, 43, 35, 38, 39, 0x2019];
const JOINT = /^(?:[ \t\u00a0\u202f]*\n?[ \t\u00a0\u202f]*|[-‐‑/._]| ?\/ ?)$/;

const isWord = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code < 128 ? WORD[code] === 1 : code >= 0xaa && WIDE_WORD.test(text[at]!);
};

/** Where the word that starts at `start` ends: keeps "driver's", "C++" and "C#" whole. */
function wordEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isWord(text, at) || ((code === APOSTROPHE || code === QUOTE) && isWord(text, at + 1))) at++;
    else break;
  }
  if (text.charCodeAt(at) === HASH) return isWord(text, at + 1) ? at : at + 1;
  if (text.charCodeAt(at) === PLUS && text.charCodeAt(at + 1) === PLUS) return at + 2;
  return at;
}

const isJoint = (text: string, from: number, to: number): boolean =>
  to - from === 1 && text.charCodeAt(from) === SPACE ? true : to - from < 8 && JOINT.test(text.slice(from, to));

const key = (word: string): string => foldLetters(word).replace(/['’]/, "");

/** Splits a text into words. "&" counts as the word "and", a dot that opens a word (".NET") belongs to it. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let last = -1;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === NEWLINE) {
      at++;
      continue;
    }
    let end = at;
    if (code === AMPERSAND) end = at + 1;
    else if (code === DOT && !isWord(text, at - 1) && isWord(text, at + 1)) end = wordEnd(text, at + 1);
    else if (isWord(text, at)) end = wordEnd(text, at);
    if (end === at) {
      at++;
      continue;
    }
    const joined = last >= 0 && (last === at || isJoint(text, last, at));
    tokens.push({ key: code === AMPERSAND ? "and" : key(text.slice(at, end)), start: at, end, joined });
    last = at = end;
  }
  return tokens;
}
