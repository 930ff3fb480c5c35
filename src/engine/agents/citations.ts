import type { Citation } from "../events.ts";

/** A marker that may still grow: an open bracket followed by digits only. */
const OPEN_MARKER = /\[\d{0,4}$/;
const MARKER = /\[(\d{1,4})\]/g;

/**
 * Lets text through as it streams and takes out citations of what was never listed; a marker split over two chunks is held back until it is whole.
 * `known` maps the number in brackets to the match's id and may grow while the answer streams.
 */
export function citationGuard(known: ReadonlyMap<number, string>) {
  let held = "";
  const cited = new Map<number, string>();
  const clean = (text: string) =>
    text.replace(MARKER, (marker, digits: string) => {
      const id = known.get(Number(digits));
      if (id === undefined) return "";
      cited.set(Number(digits), id);
      return marker;
    });
  return {
    push(chunk: string): string {
      const text = held + chunk;
      const open = OPEN_MARKER.exec(text);
      held = open === null ? "" : open[0];
      return clean(open === null ? text : text.slice(0, open.index));
    },
    /** What was held back at the end. */
    end(): string {
      const rest = held;
      held = "";
      return rest;
    },
    citations(): Citation[] {
      return [...cited].toSorted(([a], [b]) => a - b).map(([n, id]) => ({ n, id }));
    },
  };
}
