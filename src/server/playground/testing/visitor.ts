import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { WireEvent } from "../../client/index.ts";

/** Somebody who has opened the page, in a browser that remembers nothing of anybody else. */
export interface Visitor {
  page: Page;
  /** Everything that should not have happened: errors, violations of the page's policy, requests to others. */
  problems: string[];
  ready(): Promise<void>;
  ask(text: string): Promise<void>;
  /** The last answer. */
  answer: Locator;
  /** Settles when the last answer is over. */
  answered(): Promise<void>;
  /** The words of the last answer, without what the page has put between them. */
  words(): Promise<string>;
  /** What the event log holds. */
  events(): Promise<WireEvent[]>;
  counts(): Promise<Record<"events" | "replayed" | "gaps" | "doubled", number>>;
  leave(): Promise<void>;
}

export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => void problems.push(String(error)));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== url && !request.url().startsWith("data:")) problems.push(`request: ${request.url()}`);
  });
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).host !== new URL(url).host) problems.push(`socket: ${socket.url()}`);
  });
  await page.goto(url);

  const answer = page.locator(".answer").last();
  return {
    page,
    problems,
    answer,
    ready: () => page.locator('#connection[data-state="ready"]').waitFor(),
    async ask(text) {
      await page.getByLabel("Message", { exact: true }).fill(text);
      await page.keyboard.press("Enter");
      await page.locator(".question").filter({ hasText: text }).last().waitFor();
    },
    async answered() {
      await page.waitForFunction(() => {
        const last = document.querySelector("#turns > :last-child");
        const send = document.querySelector<HTMLButtonElement>("#send")!;
        return last?.matches(".answer[aria-busy=false]") === true && !send.hidden && !send.disabled;
      });
    },
    words: () =>
      answer.locator(".words").evaluate((words) => {
        const copy = words.cloneNode(true) as Element;
        for (const mark of copy.querySelectorAll(".resumed")) mark.remove();
        return copy.textContent ?? "";
      }),
    async events() {
      const rows = page.locator("#event-list details");
      await rows.evaluateAll((all) => all.forEach((row) => ((row as HTMLDetailsElement).open = true)));
      await page.waitForFunction(() => [...document.querySelectorAll("#event-list details")].every((row) => row.querySelector("pre") !== null));
      const texts = await rows.locator("pre").allTextContents();
      return texts.map((text) => JSON.parse(text) as WireEvent);
    },
    counts: () =>
      page.evaluate(() => {
        const count = (name: string) => Number(document.getElementById(`count-${name}`)?.textContent);
        return { events: count("events"), replayed: count("replayed"), gaps: count("gaps"), doubled: count("doubled") };
      }),
    leave: () => context.close(),
  };
}
