import { describe, expect, test, vi } from "vitest";
import type { WireEvent } from "../client/index.ts";
import { WITHOUT_BROWSER } from "./testing/chromium.ts";
import { seededPlayground } from "./testing/playground-server.ts";
import { visits } from "./testing/visits.ts";

const QUESTION = "remote TypeScript jobs in Germany, at least 70k";
const SOON = { timeout: 20_000 };

const told = <T extends WireEvent["type"]>(events: WireEvent[], type: T) =>
  events.filter((event): event is Extract<WireEvent, { type: T }> => event.type === type);
const saidIn = (events: WireEvent[]) => told(events, "TEXT_MESSAGE_CONTENT").map(({ delta }) => delta);

/** The answers as the server has stored them, which it tells to whoever opens the session. */
function storedIn(events: WireEvent[]): string[] {
  const restored = events.findLast((event) => event.type === "CUSTOM" && event.name === "context_restored");
  if (restored?.type !== "CUSTOM" || restored.name !== "context_restored") return [];
  return restored.value.recentMessages.filter(({ role }) => role === "assistant").map(({ content }) => content);
}

describe.skipIf(WITHOUT_BROWSER)("the playground in a browser (skipped where there is no Chromium)", { timeout: 120_000 }, () => {
  const on = visits(seededPlayground());

  test("shows the matches before the words", async () => {
    const { ask, answer, answered, words, page } = await on.visit();
    await ask(QUESTION);
    await answer.locator(".card").first().waitFor();
    expect(await answer.locator(".card h4").allTextContents()).toHaveLength(5);
    expect(await words()).toBe("");
    expect(await page.getByRole("button", { name: "Stop" }).isVisible()).toBe(true);
    on.server.gate.open();
    await answered();
    expect(await words()).toMatch(/^Found 7 jobs with TypeScript, in Germany, remote/);
    const order = await answer.evaluate((element) => element.querySelector(".card")!.compareDocumentPosition(element.querySelector(".words")!));
    expect(order & 4).toBe(4);
  });

  test("a card says who, where, how well it fits and how the score comes about", async () => {
    const { ask, answer } = await on.visit();
    await ask(QUESTION);
    const card = answer.locator(".card").first();
    await card.getByText("Why").click();
    const rows = await card.locator("tbody tr").evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent!)));
    expect(rows.map(([name]) => name)).toEqual(["relevance", "skills", "title", "seniority", "location", "salary", "recency"]);
    const added = rows.map(([, , , points]) => Number(points)).filter((points) => !Number.isNaN(points));
    const score = Number(await card.locator("tfoot td").last().textContent());
    expect(added.reduce((sum, points) => sum + points, 0)).toBeCloseTo(score, 0);
    expect(await card.locator(".percent").textContent()).toContain(`${Math.round(score)} %`);
    expect(await card.locator(".facts").textContent()).toMatch(/ · .*Germany · remote · EUR /);
    expect(await card.locator(".band").textContent()).toBe("strong fit");
    expect(await card.locator(".reasons code").allTextContents()).toContain("skills");
  });

  test("a citation leads to its card", async () => {
    const { ask, answer, answered } = await on.visit();
    on.server.gate.open();
    await ask(QUESTION);
    await answered();
    await answer.getByRole("link", { name: /^2, / }).first().click();
    expect(await answer.locator(".card:focus .rank").textContent()).toBe("Match 2");
  });

  test("a connection that is dropped in the middle goes on where it was", async () => {
    const visitor = await on.visit();
    const { ask, answer, answered, page } = visitor;
    on.server.gate.allow(10);
    await ask(QUESTION);
    await answer.locator(".words", { hasText: "Found 7 jobs" }).waitFor();
    await page.getByRole("button", { name: "Drop connection" }).click();
    await page.getByText("The connection is lost.", { exact: true }).first().waitFor();
    await visitor.ready();
    on.server.gate.open();
    await answered();

    const events = await visitor.events();
    const said = saidIn(events).join("");
    expect(await visitor.counts()).toMatchObject({ gaps: 0, doubled: 0 });
    const mark = answer.locator(".resumed");
    expect(await mark.textContent()).toBe(`resumed at ${await mark.getAttribute("data-seq")}`);
    const shown = await visitor.words();

    await page.reload();
    await visitor.ready();
    await answer.locator(".words").waitFor();
    expect(await visitor.words()).toBe(shown);
    expect(storedIn(await visitor.events())).toEqual([said]);
  });

  test("what is said while nobody is connected is told afterwards, marked as replayed", async () => {
    const visitor = await on.visit();
    const { ask, answer, answered, page } = visitor;
    on.server.gate.allow(10);
    await ask(QUESTION);
    await answer.locator(".words", { hasText: "Found 7 jobs" }).waitFor();
    const { promise: back, resolve: letBack } = Promise.withResolvers<void>();
    await page.route("**/playground/session*", async (route) => back.then(() => route.continue()));
    await page.getByRole("button", { name: "Drop connection" }).click();
    await page.locator('#connection:not([data-state="ready"])').waitFor();
    on.server.gate.open();
    await vi.waitFor(() => expect(on.server.running).toBe(0), SOON);
    letBack();
    await answered();

    const { replayed, gaps, doubled } = await visitor.counts();
    expect({ gaps, doubled, some: replayed > 3 }).toEqual({ gaps: 0, doubled: 0, some: true });
    const seq = Number(await answer.locator(".resumed").getAttribute("data-seq"));
    const events = await visitor.events();
    const first = events.findIndex((event) => "replayed" in event && event.replayed);
    expect(events[first]).toMatchObject({ seq });
    await page.reload();
    await answer.locator(".words").waitFor();
    expect(storedIn(await visitor.events())).toEqual([saidIn(events).join("")]);
  });

  test("dropped again and again, it still says each word once", async () => {
    const visitor = await on.visit();
    const { ask, answer, answered, page } = visitor;
    await ask(QUESTION);
    for (let drops = 1; drops <= 4; drops += 1) {
      const before = (await visitor.words()).length;
      on.server.gate.allow(6);
      await vi.waitFor(async () => expect((await visitor.words()).length).toBeGreaterThan(before), SOON);
      await page.getByRole("button", { name: "Drop connection" }).click();
      await vi.waitFor(async () => expect(await page.getByText("The connection is lost.", { exact: true }).count()).toBe(drops), SOON);
      await visitor.ready();
    }
    on.server.gate.open();
    await answered();
    expect(await visitor.counts()).toMatchObject({ gaps: 0, doubled: 0 });
    expect(await answer.locator(".resumed").count()).toBe(4);
    const said = saidIn(await visitor.events()).join("");
    await page.reload();
    await answer.locator(".words").waitFor();
    expect(storedIn(await visitor.events())).toEqual([said]);
  });

  test("a page that is loaded again in the middle of an answer goes on with it", async () => {
    const visitor = await on.visit();
    on.server.gate.allow(10);
    await visitor.ask(QUESTION);
    await visitor.answer.locator(".words", { hasText: "Found 7 jobs" }).waitFor();
    await visitor.page.reload();
    await visitor.answer.locator(".words", { hasText: "Found 7 jobs" }).waitFor();
    on.server.gate.open();
    await visitor.answered();
    expect(await visitor.words()).toMatch(/^Found 7 jobs[\s\S]*why is 1 above 2/);
    expect(await visitor.counts()).toMatchObject({ gaps: 0, doubled: 0 });
  });

  test("an answer that is stopped keeps what it has said, and the next message is answered", async () => {
    const { ask, answer, answered, words, page } = await on.visit();
    on.server.gate.allow(10);
    await ask(QUESTION);
    await answer.locator(".words", { hasText: "Found 7 jobs" }).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await answer.getByText("Stopped. What was said so far is kept.").waitFor();
    expect(await words()).toMatch(/^Found 7 jobs/);
    expect(await words()).not.toContain("why is 1 above 2");
    expect(await page.getByLabel("Message", { exact: true }).evaluate((field) => field === document.activeElement)).toBe(true);
    on.server.gate.open();
    await ask("only senior ones");
    await answered();
    expect(await page.locator(".answer").count()).toBe(2);
  });

  test("what somebody thinks of an answer is kept", async () => {
    const { ask, answer, answered, page } = await on.visit();
    on.server.gate.open();
    await ask(QUESTION);
    await answered();
    const pressed = () => answer.locator(".thumb").evaluateAll((thumbs) => thumbs.map((thumb) => thumb.getAttribute("aria-pressed")));
    await answer.getByRole("button", { name: "Good answer" }).click();
    await vi.waitFor(async () => expect(await pressed()).toEqual(["true", "false"]), SOON);
    await answer.getByRole("button", { name: "Poor answer" }).click();
    await vi.waitFor(async () => expect(await pressed()).toEqual(["false", "true"]), SOON);
    await page.reload();
    await answer.locator(".card").first().waitFor();
    expect(await pressed()).toEqual(["false", "true"]);
  });

  test("an employer gets candidates, in sessions of their own", async () => {
    const { ask, answer, answered, page } = await on.visit();
    on.server.gate.open();
    await ask(QUESTION);
    await answered();
    await page.getByLabel("Speak as").selectOption({ label: "Employer: Irwell Valley Hospitals, Manchester" });
    await page.getByText("None yet. The first message makes one.").waitFor();
    await ask("senior ICU nurses near Manchester with night-shift experience");
    await answered();
    expect(await answer.locator(".card h4").first().textContent()).toMatch(/nurse/i);
    expect(await page.locator(".answer").count()).toBe(1);
  });

  test("sessions can be left and come back to", async () => {
    const { ask, answered, page } = await on.visit();
    on.server.gate.open();
    await ask(QUESTION);
    await answered();
    await page.getByRole("button", { name: "New session" }).click();
    await page.getByText("Ask as you would ask a recruiter.").waitFor();
    await ask("chef jobs near Manchester");
    await answered();
    await page
      .getByRole("navigation", { name: "Sessions" })
      .getByRole("button", { name: /TypeScript/ })
      .click();
    await page.locator(".question", { hasText: QUESTION }).waitFor();
    expect(await page.locator(".question").count()).toBe(1);
    expect(await page.locator(".card").count()).toBe(5);
    expect(await page.getByRole("heading", { level: 2, name: /remote TypeScript jobs/ }).isVisible()).toBe(true);
  });

  test("two pages on one session show the same", async () => {
    const one = await on.visit();
    await one.ask(QUESTION);
    await one.answer.locator(".card").first().waitFor();
    const other = await on.visit();
    await other.page
      .getByRole("navigation", { name: "Sessions" })
      .getByRole("button", { name: /TypeScript/ })
      .click();
    await other.answer.locator(".card").first().waitFor();
    on.server.gate.open();
    await Promise.all([one.answered(), other.answered()]);
    expect(await other.words()).toBe(await one.words());
    expect(await other.counts()).toMatchObject({ gaps: 0, doubled: 0 });
  });
});
