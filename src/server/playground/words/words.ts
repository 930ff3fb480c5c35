import { arrange, element } from "../element.ts";
import { growing } from "./growing.ts";
import type { InlineParts } from "./inline.ts";
import { blockElement, tokensOf } from "./markdown.ts";
import { type ResumeMark, withMarks } from "./resume-marks.ts";

/** The words of an answer while they grow: blocks that stay the same stay untouched. */
export interface Words {
  readonly element: HTMLElement;
  /** `key` changes with whatever else the words show, such as which citations lead anywhere. */
  show(text: string, facts: { isGrowing: boolean; marks: readonly ResumeMark[]; key: string }): void;
}

export function words(citation: InlineParts["citation"]): Words {
  const container = element("div", { class: "words", dir: "auto" });
  let shown: { key: string; block: HTMLElement }[] = [];

  return {
    element: container,
    show(text, { isGrowing, marks, key }) {
      const { text: marked, placed, rest } = withMarks(isGrowing ? growing(text) : text, marks);
      const waiting = [...placed];
      const parts: InlineParts = { citation, mark: () => markElement(waiting.shift()) };
      let isSame = true;
      shown = tokensOf(marked).map((token, index) => {
        const blockKey = `${key} ${token.raw}`;
        const before = shown[index];
        isSame &&= before?.key === blockKey;
        if (!isSame) return { key: blockKey, block: blockElement(token, parts) };
        for (const _ of before!.block.querySelectorAll(".resumed")) waiting.shift();
        return before!;
      });
      const tail = rest.map(markElement);
      arrange(container, [...shown.map(({ block }) => block), ...tail]);
    },
  };
}

function markElement(mark: ResumeMark | undefined): HTMLElement {
  const title = "The connection was lost here. The answer went on with this event, nothing missing and nothing twice.";
  return element("span", { class: "resumed", title, "data-seq": mark?.seq }, `resumed at ${mark?.seq}`);
}
