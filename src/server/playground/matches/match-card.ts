import { element, spoken } from "../element.ts";
import { type Match, factsOf, percent } from "./facts.ts";
import { scoreLine, scoreTable } from "./score-table.ts";

const SKILLS_SHOWN = 5;

/** One match. All of its text is the records' and stays text. */
export function matchCard(match: Match, id: string): HTMLLIElement {
  const { rank, title, band, score } = match;
  return element(
    "li",
    { class: `card ${score === null ? "unknown" : band}`, id, tabindex: -1, "data-record": match.id, "data-rank": rank },
    element(
      "div",
      { class: "card-head" },
      element("span", { class: "rank" }, spoken("Match "), String(rank)),
      element("h4", { dir: "auto" }, title),
      scoreLine(match),
    ),
    factLine(match),
    skillLine(match),
    details(match),
  );
}

function factLine(match: Match): HTMLElement {
  return element("p", { class: "facts" }, ...isolated(factsOf(match), " · "));
}

function skillLine({ matched, missing }: Match): HTMLElement | null {
  if (matched.length + missing.length === 0) return null;
  return element("div", { class: "skills" }, skills("has", matched), skills("lacks", missing));
}

function skills(word: "has" | "lacks", names: readonly string[]): HTMLElement | null {
  if (names.length === 0) return null;
  const more = names.length > SKILLS_SHOWN ? ` and ${names.length - SKILLS_SHOWN} more` : "";
  return element("p", {}, element("span", { class: word }, word), " ", ...isolated(names.slice(0, SKILLS_SHOWN), ", "), more);
}

/** Each in its own direction of writing. */
function isolated(texts: readonly string[], separator: string): (Node | string)[] {
  return texts.flatMap((text, index) => [index === 0 ? "" : separator, element("bdi", {}, text)]);
}

function details(match: Match): HTMLElement {
  const { matched, missing, reasons, coverage, score, title } = match;
  const compared = `${percent(coverage)} of the weights could be compared. What one side does not state counts neither for nor against.`;
  return element(
    "details",
    { class: "why" },
    element("summary", {}, score === null ? "Why no score" : `Why ${percent(score)}`, spoken(` for ${title}`)),
    element("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": `Parts of the score of ${title}` }, scoreTable(match)),
    element("p", { class: "aside" }, compared),
    section("Reasons", reasons.map(reason)),
    section(
      "Skills it has",
      matched.map((name) => element("li", {}, name)),
      "chips has",
    ),
    section(
      "Skills it lacks",
      missing.map((name) => element("li", {}, name)),
      "chips lacks",
    ),
  );
}

function section(title: string, lines: HTMLElement[], list = "reasons"): HTMLElement | null {
  return lines.length === 0 ? null : element("div", {}, element("h5", {}, title), element("ul", { class: list }, ...lines));
}

function reason({ field, text }: Match["reasons"][number]): HTMLElement {
  return element("li", {}, element("code", { title: "The field that this rests on" }, field), " ", element("bdi", {}, text));
}
