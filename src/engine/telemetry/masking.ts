import { type Span, draftOf } from "../intent/draft.ts";
import { isNoise } from "../intent/noise.ts";
import { takePersonal } from "../intent/read-personal.ts";
import { plainWording } from "../intent/wording.ts";
import { fold } from "../text/analyse.ts";
import { stemOf } from "../text/stem.ts";
import { shareable } from "../text/visible.ts";

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const MASKED = "[masked]";
/** Shorter ones stand in too many other words and numbers to be hidden everywhere. */
const LEAST_LETTERS = 3;
const LEAST_DIGITS = 4;

/** Takes contact details out of whatever is said of a turn: values of plain data come back masked, anything else is dropped. */
export type Masking = (value: unknown) => unknown;

/**
 * Besides what {@link shareable} takes out of any text, hides the names and addresses that these messages introduce wherever they
 * come back, also in pieces: a search takes words apart, and a model repeats them.
 */
export function maskingFor(messages: readonly string[]): Masking {
  const hidden = new Set(messages.flatMap(introduced));
  const hide = (word: string) => (hidden.has(fold(word)) ? MASKED : word);
  const text = (raw: string) => {
    const clean = shareable(unescaped(raw));
    return hidden.size === 0 ? clean : clean.replace(WORD, hide);
  };
  const masked = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (value === null || typeof value === "number" || typeof value === "boolean") return value;
    if (Array.isArray(value)) return value.map(masked);
    if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return undefined;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), masked(inner)]));
  };
  return masked;
}

/** Prompts carry JSON: behind its escapes ("\n0161 496 0000") a number is not seen to begin. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|([nrt"\\/]))/gi, (_, code: string | undefined, letter: string) =>
    code === undefined ? (/[nrt]/.test(letter) ? " " : letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The folded words of a message that say who its user is and stand for nothing else in it, and their stems. */
function introduced(message: string): string[] {
  const draft = draftOf(plainWording(message));
  takePersonal(draft);
  const shared = new Set(wordsIn(shareable(draft.text)).map(({ word }) => word));
  const all = wordsIn(draft.text);
  const open = new Set(all.filter(({ word, span }) => draft.isLeft(span) && shared.has(word)).map(({ word }) => word));
  return all
    .map(({ word }) => word)
    .filter((word) => !open.has(word) && !isNoise(word) && word.length >= (/^\d+$/.test(word) ? LEAST_DIGITS : LEAST_LETTERS))
    .flatMap((word) => [word, stemOf(word)]);
}

function wordsIn(text: string): { word: string; span: Span }[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ word: fold(word), span: { start: index, end: index + word.length } }));
}
