import { writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { extname, resolve } from "node:path";
import { sessionAsJson, sessionAsMarkdown } from "../session-export.ts";
import type { Action, Command } from "./command.ts";

const FORMATS = { ".md": sessionAsMarkdown, ".markdown": sessionAsMarkdown, ".json": sessionAsJson };

export const exportSession: Command = {
  name: "export",
  parameters: "[file] [--force]",
  summary: "write the session as Markdown or JSON",
  complete: ({ sessionId }) => (sessionId ? [`rolecall-${sessionId.slice(0, 8)}.md`, `rolecall-${sessionId.slice(0, 8)}.json`] : []),
  async run(words, { engine, actor, sessionId, directory }): Promise<Action> {
    if (sessionId === null) return { type: "refuse", message: "There is nothing to export yet.", hint: "Send a message first." };
    const isForced = words.includes("--force");
    const typed = words.filter((word) => word !== "--force").join(" ");
    const name = typed === "" ? `rolecall-${sessionId.slice(0, 8)}.md` : typed.replace(/^~(?=\/)/, homedir());
    const file = resolve(directory, name);
    const format = FORMATS[extname(file).toLowerCase() as keyof typeof FORMATS];
    if (!format) return { type: "refuse", message: `${name} is neither Markdown nor JSON.`, hint: "Let the name end with .md or .json." };
    const detail = await engine.sessions.show(actor, sessionId);
    try {
      await writeFile(file, format(detail), { flag: isForced ? "w" : "wx" });
    } catch (error) {
      return refusal(error, file);
    }
    const omission = detail.beginsLater ? `, without the oldest messages: the server told the last ${detail.messages.length}` : "";
    return { type: "show", entries: [{ kind: "remark", text: `Written to ${file}${omission}` }] };
  },
};

function refusal(error: unknown, file: string): Action {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EEXIST") return { type: "refuse", message: `${file} is there already.`, hint: "Choose another name, or add --force." };
  const reason = error instanceof Error ? error.message : String(error);
  return { type: "refuse", message: `${file} could not be written: ${reason}.`, hint: "Choose a folder that exists and that you may write to." };
}
