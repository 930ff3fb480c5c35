import type { Place } from "../../intent/filters.ts";
import type { Token } from "../tokens.ts";
import { distanceKm } from "./distance.ts";
import { type PlaceName, codeOf, gazetteer } from "./gazetteer.ts";

/** A name together with what follows it, "Portland, Oregon, USA" or "Cambridge (UK)". */
export interface Qualified {
  places: Place[];
  last: number;
}

const GAP = /^\s*[,(/–-]?\s*$/;
const COMMA = /[,(]/;
/** Upper-case words that are a conjunction or an exclamation as likely as a state when no comma stands before them. */
const WORDLIKE = /^(?:OR|IN|ME|OK|HI|OH|AS|IT|NO|SO|BE|AT|TO)$/;
const NEARBY = 1.25;

function inside(place: Place, holder: Place): boolean {
  if (place.country !== holder.country || place === holder) return false;
  if (holder.radius_km) return place.lat !== undefined && distanceKm(place as Required<Place>, holder as Required<Place>) < holder.radius_km * NEARBY;
  return holder.region === undefined || (place.city !== undefined && place.region === holder.region);
}

/** What the words at `first` may name as the larger place around another. */
function holders(text: string, tokens: readonly Token[], first: number, gap: string): Qualified[] {
  const found: Qualified[] = gazetteer()
    .names.at(tokens, first)
    .filter(({ plural }) => !plural)
    .map(({ values, last }) => ({
      last,
      places: values.filter(({ kind }) => kind === "region" || kind === "country" || kind === "district").flatMap(({ places }) => places),
    }));
  const token = tokens[first]!;
  const written = text.slice(token.start, token.end);
  if (/^[A-Z]{2,3}$/.test(written) && (COMMA.test(gap) || !WORDLIKE.test(written))) {
    const code = COMMA.test(gap) && written.length === 2 ? codeOf(written) : null;
    found.push({ last: first, places: [...(gazetteer().abbreviations.get(written) ?? []), ...(code ? [{ country: code }] : [])] });
  }
  return found;
}

/** Reads the region and country after a name; null where nothing that fits follows. */
export function qualify(text: string, tokens: readonly Token[], end: number, names: readonly PlaceName[]): Qualified | null {
  let places = names.filter(({ kind }) => kind === "city" || kind === "region").flatMap((name) => name.places);
  let last = end;
  for (let next = tokens[last + 1]; next; next = tokens[last + 1]) {
    const gap = text.slice(tokens[last]!.end, next.start);
    if (!GAP.test(gap)) break;
    const offered = holders(text, tokens, last + 1, gap);
    const fitting = offered.map((holder) => ({ last: holder.last, places: places.filter((place) => holder.places.some((around) => inside(place, around))) }));
    const fit = fitting.find((holder) => holder.places.length > 0);
    if (fit) ({ places, last } = fit);
    else {
      const state = last === end && COMMA.test(gap) ? namesake(places, offered) : null;
      if (!state) break;
      ({ places, last } = state);
    }
  }
  return last > end ? { places: [places.find(({ city }) => city) ?? places[0]!], last } : null;
}

/** "Manchester, NH": a town of North America the gazetteer lacks, named like a known one elsewhere. */
function namesake(places: readonly Place[], offered: readonly Qualified[]): Qualified | null {
  const city = places.find((place) => place.city)?.city;
  for (const { places: around, last } of offered) {
    const state = around.find(({ region, country, lat }) => region && lat === undefined && (country === "US" || country === "CA"));
    if (city && state && !places.some(({ country }) => country === state.country)) return { places: [{ city, ...state }], last };
  }
  return null;
}
