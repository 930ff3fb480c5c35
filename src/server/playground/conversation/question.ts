import { element } from "../element.ts";

/** What the user said. */
export function question(text: string): HTMLElement {
  return element("article", { class: "question" }, element("h3", { class: "visually-hidden" }, "You"), element("p", { class: "bubble", dir: "auto" }, text));
}
