import type { ChatMessage } from "../../client/index.ts";
import { element } from "../element.ts";

/** A link from a number in an answer to the card it stands for: in the same answer, else the last one before it. Null where there is none. */
export function citation(article: HTMLElement, n: number, answer: ChatMessage | null): Node | null {
  const recordId = answer?.citations.find((cited) => cited.n === n)?.id ?? answer?.matches.find(({ rank }) => rank === n)?.id;
  const card = recordId === undefined ? null : cardOf(article, recordId);
  if (card === null) return null;
  const title = card.querySelector("h4")?.textContent ?? "";
  const link = element("a", { class: "citation", href: `#${card.id}`, "aria-label": `${n}, ${title}`, title }, String(n));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  });
  return link;
}

function cardOf(article: HTMLElement, recordId: string): HTMLElement | null {
  const selector = `[data-record="${CSS.escape(recordId)}"]`;
  const own = article.querySelector<HTMLElement>(selector);
  if (own !== null) return own;
  const others = [...document.querySelectorAll<HTMLElement>(selector)];
  return others.findLast((card) => card.compareDocumentPosition(article) & Node.DOCUMENT_POSITION_FOLLOWING) ?? null;
}
