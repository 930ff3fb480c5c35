import type { Place } from "../../intent/filters.ts";
import { type Token, tokenize } from "../tokens.ts";
import { readsAsPlace } from "./context.ts";
import { type PlaceName, gazetteer } from "./gazetteer.ts";
import { qualify } from "./qualify.ts";

/** `start` and `end` are offsets into the scanned text. */
export interface PlaceHit {
  /** One for a city, region or country; several for a group such as "Benelux" or a name that means more than one place. */
  places: Place[];
  start: number;
  end: number;
  text: string;
}

const KINDS: readonly PlaceName["kind"][] = ["none", "group", "city", "district", "country", "region", "demonym"];

/** The places a text names, in order of appearance and without overlap; "Cambridge, MA" is one. */
export function findPlaces(text: string): PlaceHit[] {
  const tokens = tokenize(text);
  const hits: PlaceHit[] = [];
  for (let first = 0; first < tokens.length; first++) {
    const read = readAt(text, tokens, first, hits.at(-1)?.end ?? -1);
    if (!read) continue;
    const { start } = tokens[first]!;
    let { end } = tokens[read.last]!;
    if (text[end] === ")" && text.slice(start, end).includes("(")) end++;
    if (read.places.length > 0) hits.push({ places: read.places, start, end, text: text.slice(start, end) });
    first = read.last;
  }
  return hits;
}

function readAt(text: string, tokens: readonly Token[], first: number, before: number): { places: Place[]; last: number } | null {
  for (const { values, last, plural } of gazetteer().names.at(tokens, first)) {
    if (plural) continue;
    const qualified = qualify(text, tokens, last, values);
    if (qualified) return qualified;
    const near = { before, after: (at: number) => plainPlaceAt(tokens, at + 1) };
    const read = values.filter((name) => readsAsPlace(text, tokens, first, last, name, near));
    const kind = KINDS.find((candidate) => read.some((name) => name.kind === candidate));
    const chosen = read.find((name) => name.kind === kind);
    if (chosen) return { places: chosen.places, last };
  }
  return null;
}

const plainPlaceAt = (tokens: readonly Token[], at: number): boolean =>
  at < tokens.length &&
  gazetteer()
    .names.at(tokens, at)
    .some(({ values, plural }) => !plural && values.some(({ mark, kind }) => mark === "" && kind !== "demonym"));
