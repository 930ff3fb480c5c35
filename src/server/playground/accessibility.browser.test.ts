import type { Page } from "playwright-core";
import { describe, expect, test, vi } from "vitest";
import { WITHOUT_BROWSER } from "./testing/chromium.ts";
import { contrastProblems } from "./testing/contrast.ts";
import { seededPlayground } from "./testing/playground-server.ts";
import { visits } from "./testing/visits.ts";

const QUESTION = "remote TypeScript jobs in Germany, at least 70k";
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const SOON = { timeout: 20_000 };

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim().slice(0, 40));

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${selector}.`);
}

/** What can be scrolled sideways and should not, or lies outside of the screen and should not. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const parts = [document.documentElement, ...document.querySelectorAll("body, #conversation, #events, #sessions, #event-list, .card")];
    const wide = parts
      .filter((part) => part.scrollWidth > part.clientWidth)
      .map((part) => `${part.tagName} ${part.id || part.className} is ${part.scrollWidth} wide`);
    const fixed = [...document.querySelectorAll("header, #composer")].filter((part) => part.checkVisibility()).map((part) => part.getBoundingClientRect());
    const away = fixed.filter(({ top, bottom }) => top < 0 || bottom > innerHeight).map(({ top, bottom }) => `from ${top} to ${bottom}`);
    const tall = document.documentElement.scrollHeight > innerHeight ? [`the page is ${document.documentElement.scrollHeight} high`] : [];
    return [...wide, ...away, ...tall];
  });

describe.skipIf(WITHOUT_BROWSER)("everybody can use the playground (skipped where there is no Chromium)", { timeout: 120_000 }, () => {
  const on = visits(seededPlayground());

  test("with the keyboard alone", async () => {
    const { page, ready, answer, answered } = await on.visit();
    await ready();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the message box");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("message");
    await page.keyboard.type("remote TypeScript jobs");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("in Germany");
    await page.keyboard.press("Enter");
    await answer.locator(".card").first().waitFor();
    expect(await page.locator(".bubble").textContent()).toBe("remote TypeScript jobs\nin Germany");
    expect(await focused(page)).toBe("message");

    on.server.gate.allow(8);
    await answer.locator(".words", { hasText: "Found" }).waitFor();
    await tabTo(page, "#drop");
    await page.keyboard.press("Enter");
    await page.getByText("The connection is lost.", { exact: true }).first().waitFor();
    await ready();
    expect(await focused(page)).toBe("drop");
    await tabTo(page, "#stop");
    await page.keyboard.press("Enter");
    await answer.getByText("Stopped.").waitFor();
    await answered();
    expect(await focused(page)).toBe("message");

    await page.locator("#conversation").focus();
    await tabTo(page, ".why summary");
    await page.keyboard.press("Enter");
    await answer.locator(".why[open] table").first().waitFor();
    await tabTo(page, ".thumb");
    await page.keyboard.press("Space");
    await vi.waitFor(async () => expect(await answer.locator(".thumb").first().getAttribute("aria-pressed")).toBe("true"), SOON);
    await page.locator("#user").focus();
    await tabTo(page, "#new-session");
    await page.keyboard.press("Enter");
    await page.getByText("Ask as you would ask a recruiter.").waitFor();
    expect(await focused(page)).toBe("message");
  });

  test("whatever has the focus shows it", async () => {
    const { page, ask, answered } = await on.visit();
    on.server.gate.open();
    await ask(QUESTION);
    await answered();
    const hidden: unknown[] = [];
    for (let presses = 0; presses < 45; presses += 1) {
      await page.keyboard.press("Tab");
      const look = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const shown = element.id === "message" ? element.closest("form")! : element;
        const { outlineStyle, boxShadow } = getComputedStyle(shown);
        return { element: element.id || element.outerHTML.slice(0, 60), isSeen: outlineStyle !== "none" || boxShadow !== "none" || element === document.body };
      });
      if (!look.isSeen) hidden.push(look.element);
    }
    expect(hidden).toEqual([]);
  });

  test("by listening: an answer is told once, when it is whole", async () => {
    const { page, ask, answered, words } = await on.visit();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      new MutationObserver(() => heard.push(document.querySelector("#announcements")!.textContent!)).observe(document.querySelector("#announcements")!, {
        childList: true,
      });
    });
    on.server.gate.open();
    await ask(QUESTION);
    await answered();
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect(heard).toEqual(["5 jobs found. The answer follows.", `Answer: ${await words()}`]);
    const live = await page.locator("[aria-live], [role=status], [role=log]").evaluateAll((all) => all.map(({ id }) => id));
    expect(live).toEqual(["announcements"]);
  });

  test("by landmarks, headings and names", async () => {
    const { page, ask, answered } = await on.visit();
    on.server.gate.open();
    await ask(QUESTION);
    await answered();
    const landmarks = (["banner", "navigation", "main", "complementary"] as const).map((role) => page.getByRole(role).count());
    expect(await Promise.all(landmarks)).toEqual([1, 1, 1, 1]);
    const levels = await page
      .locator("h1, h2, h3, h4, h5")
      .evaluateAll((all) => all.filter((heading) => heading.checkVisibility()).map(({ tagName }) => Number(tagName[1])));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    const unnamed = await page.locator("button, a, select, textarea, input, summary").evaluateAll((all) =>
      all
        .filter((control) => control.checkVisibility())
        .filter((control) => !control.textContent?.trim() && !control.getAttribute("aria-label") && !(control as HTMLInputElement).labels?.length)
        .map((control) => control.outerHTML),
    );
    expect(unnamed).toEqual([]);
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(["light", "dark"] as const)("in %s: every text can be read", async (colorScheme) => {
    const { page, ask, answer, answered } = await on.visit({ colorScheme, viewport: { width: 1400, height: 900 } });
    await page.getByText("Ask as you would").waitFor();
    expect(await page.evaluate(contrastProblems)).toEqual([]);
    on.server.gate.allow(8);
    await ask(QUESTION);
    await answer.locator(".words", { hasText: "Found" }).waitFor();
    await page.getByRole("button", { name: "Drop connection" }).click();
    await page.getByText("The connection is lost.", { exact: true }).first().waitFor();
    on.server.gate.open();
    await answered();
    await answer.locator(".resumed").waitFor();
    for (const summary of await answer.locator(".why summary").all()) await summary.click();
    await answer.getByRole("button", { name: "Good answer" }).click();
    expect(await page.evaluate(contrastProblems)).toEqual([]);
  });

  test("the theme is the system's until one is chosen, which is kept", async () => {
    const { page, ready } = await on.visit({ colorScheme: "dark" });
    await ready();
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const button = page.getByRole("button", { name: "Dark theme" });
    const dark = await ground();
    expect(await button.getAttribute("aria-pressed")).toBe("true");
    await button.click();
    expect(await button.getAttribute("aria-pressed")).toBe("false");
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.reload();
    await ready();
    expect(await ground()).toBe(light);
  });

  test("on a phone: all of it is on the screen, and nothing is wider", async () => {
    const { page, ready, ask, answer, answered } = await on.visit(PHONE);
    await ready();
    expect(await overflow(page)).toEqual([]);
    on.server.gate.open();
    await ask(QUESTION);
    await answered();
    for (const summary of await answer.locator(".why summary").all()) await summary.click();
    await ask("what am I missing for 1? ".padEnd(300, "https://example.com/a-very-long-address-without-a-space/"));
    await answered();
    expect(await overflow(page)).toEqual([]);

    await page.getByRole("button", { name: "Events", exact: true }).click();
    await page.locator("#event-list summary").first().click();
    expect(await overflow(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe("events-toggle");
    await page.getByRole("button", { name: "Sessions", exact: true }).click();
    expect(await overflow(page)).toEqual([]);
    await page.getByRole("button", { name: "New session" }).click();
    await page.getByText("Ask as you would ask a recruiter.").waitFor();
    expect(await page.getByRole("navigation", { name: "Sessions" }).isVisible()).toBe(false);
  });

  test("without motion, where the system asks for none", async () => {
    const { page, ask, answer } = await on.visit({ reducedMotion: "reduce" });
    await ask(QUESTION);
    await answer.locator(".activity").waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});
