import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

export interface Terminal extends AsyncDisposable {
  /** Key names of tmux, such as `Enter`, `C-c`, `Escape`. */
  press(...keys: string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** As a terminal pastes: between the marks of bracketed paste. */
  paste(text: string): Promise<void>;
  resize(columns: number, rows: number): void;
  /** What is on the screen now. */
  screen(): string;
  /** Everything from the first line on; lines that the terminal itself has broken are joined. */
  scrollback(): string;
  /** The same with its escape sequences. */
  painted(): string;
  until(text: string | RegExp): Promise<void>;
}

/** Test support: a real terminal of the given size that runs `command` in a shell. */
export async function openTerminal(command: string, columns: number, rows: number, environment: Record<string, string> = {}): Promise<Terminal> {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-tmux-"));
  const socket = join(folder, "socket");
  const settings = join(folder, "tmux.conf");
  writeFileSync(settings, "set -g history-limit 20000\nset -g default-terminal screen-256color\n");
  const tmux = (...words: string[]) => execFileSync("tmux", ["-u", "-S", socket, "-f", settings, ...words], { encoding: "utf8" });
  const variables = Object.entries(environment).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  tmux("new-session", "-d", "-s", "chat", "-x", String(columns), "-y", String(rows), ...variables, "sh");
  tmux("send-keys", "-t", "chat", `PS1=; clear; ${command}; echo "left with $?"`, "Enter");

  const capture = (...words: string[]) => tmux("capture-pane", "-p", "-t", "chat", ...words);
  const send = async (...words: string[]) => {
    tmux("send-keys", "-t", "chat", ...words);
    await sleep(60);
  };
  return {
    press: (...keys) => send(...keys),
    type: (text) => send("-l", text),
    async paste(text) {
      const file = join(folder, "paste");
      writeFileSync(file, text);
      tmux("load-buffer", file);
      tmux("paste-buffer", "-p", "-t", "chat");
      await sleep(60);
    },
    resize: (width, height) => void tmux("resize-window", "-t", "chat", "-x", String(width), "-y", String(height)),
    screen: () => capture(),
    scrollback: () => capture("-J", "-S", "-"),
    painted: () => capture("-e", "-S", "-"),
    async until(text) {
      const isThere = () => (typeof text === "string" ? capture("-S", "-").includes(text) : text.test(capture("-S", "-")));
      for (let waited = 0; !isThere(); waited += 50) {
        if (waited > 20_000) throw new Error(`Never shown: ${text}\n${capture("-S", "-")}`);
        await sleep(50);
      }
    },
    async [Symbol.asyncDispose]() {
      tmux("kill-server");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
