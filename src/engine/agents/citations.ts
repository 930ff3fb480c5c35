import type { Citation } from "../events.ts";

/** A marker that may still grow: an open bracket followed by digits and what separates them. */
const OPEN_MARKER = /\[(?:\d[\d,;\s]{0,60})?$/;
const MARKER = /\[(\d+(?:\s*[,;]\s*\d+)*)\]/g;

/**
 * Lets text through as it streams and takes out citations of what was never listed; a marker split over two chunks is held back until it is whole.
 * `known` maps the number in brackets to the match's id and may grow while the answer streams.
 */
export function citationGuard(known: ReadonlyMap<number, string>) {
  let held = "";
  const cited = new Map<number, string>();
  const clean = (text: string) =>
    text.replace(MARKER, (marker, list: string) => {
      const numbers = list.split(/[,;]/).map(Number);
      const listed = numbers.filter((number) => known.has(number));
      for (const number of listed) cited.set(number, known.get(number)!);
      if (listed.length === numbers.length) return marker;
      return listed.length === 0 ? "" : `[${listed.join(", ")}]`;
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
