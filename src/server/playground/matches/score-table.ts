import { element, spoken } from "../element.ts";
import { type Match, percent } from "./facts.ts";

/** A share in [0,1] as a bar; the number beside it says the same. */
export function bar(share: number): HTMLElement {
  const fill = element("span", { class: "fill" });
  fill.style.inlineSize = `${Math.min(1, Math.max(0, share)) * 100}%`;
  return element("span", { class: "bar", "aria-hidden": "true" }, fill);
}

/** How the score comes about: the points of its parts add up to it. */
export function scoreTable({ parts, score, title }: Match): HTMLElement {
  return element(
    "table",
    { class: "parts" },
    element("caption", { class: "visually-hidden" }, `Parts of the score of ${title}`),
    element("thead", {}, headings("Part", "Fit", "Weight", "Adds")),
    element("tbody", {}, ...parts.map(partRow)),
    element("tfoot", {}, row({}, "Score", "", "", score === null ? "unknown" : points(score))),
  );
}

function partRow({ name, weight, value, contribution }: Match["parts"][number]): HTMLElement {
  if (value === null) return row({ class: "unknown" }, name, "unknown", weight.toFixed(2), "–");
  const fit = element("span", { class: "fit" }, bar(value), percent(value));
  return row({}, name, fit, weight.toFixed(2), points(contribution));
}

function headings(...names: string[]): HTMLElement {
  return element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)));
}

function row(attributes: { class?: string }, name: string, ...cells: (string | Node)[]): HTMLElement {
  return element("tr", attributes, element("th", { scope: "row" }, name), ...cells.map((cell) => element("td", {}, cell)));
}

function points(share: number): string {
  return (share * 100).toFixed(1);
}

/** Score and band in words, and as a bar; in words alone where too little is known. */
export function scoreLine({ score, band }: Match): HTMLElement {
  if (score === null) return element("p", { class: "score" }, element("span", { class: "band unknown" }, "not enough known"));
  return element(
    "p",
    { class: "score" },
    bar(score),
    element("strong", { class: "percent" }, spoken("Score "), percent(score)),
    element("span", { class: "band" }, band, spoken(" fit")),
  );
}
