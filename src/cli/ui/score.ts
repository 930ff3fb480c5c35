import type { Match, Part } from "../../engine/index.ts";
import { percent } from "./text/format.ts";
import { type Line, type Span, type Style, span } from "./text/lines.ts";
import { type Look, glyphsFor } from "./text/look.ts";

const BAND_STYLES: Record<Match["band"], Style> = {
  strong: { colour: "green" },
  good: { colour: "cyan" },
  partial: { colour: "yellow" },
};

export const NOT_ENOUGH_KNOWN = "not enough known";

/** `share` in [0,1] as a bar of `cells` columns. */
export function bar(share: number, cells: number, look: Look, style: Style): Span[] {
  const { full, empty } = glyphsFor(look);
  const filled = Math.round(share * cells);
  return [span(full.repeat(filled), style), span(empty.repeat(cells - filled), { dim: true })];
}

/** Bar, percentage and band; in words alone when the score is unknown. */
export function scoreLine(match: Match, look: Look, cells = 10): Line {
  if (match.score === null) return [span(NOT_ENOUGH_KNOWN, { dim: true })];
  const style = BAND_STYLES[match.band];
  return [
    ...bar(match.score, cells, look, style),
    span(` ${percent(match.score).padStart(5)}`, { ...style, bold: true }),
    span(`  ${match.band.padEnd("partial".length)}`, { dim: true }),
  ];
}

/** The parts of the score at a glance: one small column each, a dash where nothing is known. */
export function partsGlance(parts: readonly Part[], look: Look): Line[] {
  const { levels, dash } = glyphsFor(look);
  return parts.map(({ name, value }) => {
    if (value === null) return [span(`${name} ${dash}`, { dim: true })];
    const level = look.ascii ? percent(value) : levels[Math.min(levels.length - 1, Math.floor(value * levels.length))]!;
    return [span(`${name} `, { dim: true }), span(level, value < 0.4 ? { colour: "yellow" } : {})];
  });
}

export function bandStyle(match: Match): Style {
  return BAND_STYLES[match.band];
}
