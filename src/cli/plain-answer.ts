import type { TurnEvent } from "../engine/index.ts";
import type { CliSession, GlobalOptions } from "./session.ts";
import { columnsOf, wantsColour } from "./terminal.ts";
import { renderAnswer, renderMatches } from "./ui/cards.ts";
import { type AnswerBlock, takeFinishedBlocks } from "./ui/text/answer-blocks.ts";
import { plainText, plainTextStream } from "./ui/text/plain-text.ts";

/** How the words of an answer reach stdout. */
interface Words {
  add(text: string): void;
  /** The line is over, for now or for good. */
  end(): void;
}

/** Writes a turn as text: the matches, then the words as they come; remarks on stderr once it is over. */
export function plainWriter(session: CliSession, options: GlobalOptions): { write(event: TurnEvent): void } {
  const { stdout, stderr } = session;
  const style = { width: columnsOf(stdout), colour: wantsColour(stdout, session, options), ascii: options.ascii ?? false };
  const words = stdout.isTTY && !options.screenReader ? renderedWords(stdout, (markdown) => renderAnswer(markdown, style)) : rawWords(stdout);
  const visible = plainTextStream();
  const notices: string[] = [];
  return {
    write(event) {
      if (event.type === "text-delta") return words.add(visible(event.text));
      if (event.type === "notice" && !options.quiet) notices.push(event.text);
      if (event.type === "matches-found") {
        words.end();
        if (event.items.length > 0) stdout.write(`${renderMatches(event.items, { ...style, explain: false })}\n\n`);
      }
      if (event.type !== "turn-end" && event.type !== "turn-error") return;
      words.end();
      if (notices.length > 0) stderr.write(`\n${notices.map(plainText).join("\n")}\n`);
    },
  };
}

/** Markdown as it is, for whatever reads the pipe. */
function rawWords(stdout: NodeJS.WriteStream): Words {
  let midLine = false;
  return {
    add(text) {
      if (text === "") return;
      stdout.write(text);
      midLine = !text.endsWith("\n");
    },
    end() {
      if (midLine) stdout.write("\n");
      midLine = false;
    },
  };
}

/** As in the chat, block by block: what is on a terminal's screen does not change any more. */
function renderedWords(stdout: NodeJS.WriteStream, render: (markdown: string) => string): Words {
  let rest: AnswerBlock = { markdown: "", tight: true };
  const print = ({ markdown, tight }: AnswerBlock) => stdout.write(`${tight ? "" : "\n"}${render(markdown)}\n`);
  return {
    add(text) {
      const taken = takeFinishedBlocks({ ...rest, markdown: rest.markdown + text });
      taken.finished.forEach(print);
      rest = taken.rest;
    },
    end() {
      if (rest.markdown.trim() !== "") print(rest);
      rest = { markdown: "", tight: true };
    },
  };
}
