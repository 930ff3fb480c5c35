import { describe, expect, test } from "vitest";
import { EMPLOYER } from "../../engine/testing/seeded-store.ts";
import { WITHOUT_BROWSER } from "./testing/chromium.ts";
import { seededPlayground } from "./testing/playground-server.ts";
import { visits } from "./testing/visits.ts";

describe.skipIf(WITHOUT_BROWSER)("who speaks in the playground (skipped where there is no Chromium)", { timeout: 120_000 }, () => {
  const on = visits(seededPlayground());

  test("anybody may be named where the server gives development tokens", async () => {
    const { page, ready, ask, answered, answer } = await on.visit();
    await ready();
    await page.getByLabel("Speak as").selectOption({ label: "Someone else …" });
    await page.getByRole("radio", { name: "Employer" }).check();
    await page.getByLabel("User id").fill(EMPLOYER.userId);
    await page.keyboard.press("Enter");
    await ready();
    on.server.gate.open();
    await ask("senior ICU nurses near Manchester");
    await answered();
    expect(await answer.locator(".card").count()).toBeGreaterThan(0);
    expect(await page.getByLabel("Speak as").locator("option:checked").textContent()).toContain("Employer");
  });

  test("leaving the choice leaves who spoke before", async () => {
    const { page, ready } = await on.visit();
    await ready();
    await page.getByLabel("Speak as").selectOption({ label: "Someone else …" });
    await page.keyboard.press("Escape");
    expect(await page.getByLabel("Speak as").locator("option:checked").textContent()).toBe("Job seeker: TypeScript developer in Berlin");
  });
});

describe.skipIf(WITHOUT_BROWSER)("on a server that gives no tokens (skipped where there is no Chromium)", { timeout: 120_000 }, () => {
  const on = visits(seededPlayground({ givesTokens: false }));

  test("the page asks for one, and keeps it nowhere", async () => {
    const { page, ready, ask, answered, words, problems } = await on.visit();
    const token = await on.server.tokenOf(EMPLOYER);
    await page.getByText("This server gives no development tokens.").waitFor();
    expect(await page.getByLabel("User id").isVisible()).toBe(false);
    await page.getByLabel("Access token").fill(token);
    await page.getByRole("button", { name: "Use this token" }).click();
    await ready();
    on.server.gate.open();
    await ask("senior ICU nurses near Manchester");
    await answered();
    expect(await words()).toMatch(/nurse/i);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.cookie, document.body.textContent]),
    );
    expect(kept).not.toContain(token.slice(0, 40));
    forgiven(problems);
  });

  test("a token that is not accepted is said, and another one can be pasted", async () => {
    const { page, ready, problems } = await on.visit();
    await page.getByLabel("Access token").fill("not-a-token");
    await page.getByRole("button", { name: "Use this token" }).click();
    await page.getByRole("alert").getByText("The server closed the connection: This is not a token of the portal.").waitFor();
    await page.getByRole("button", { name: "Connect again" }).click();
    await page.getByLabel("Access token").fill(await on.server.tokenOf(EMPLOYER));
    await page.getByRole("button", { name: "Use this token" }).click();
    await ready();
    expect(await page.getByRole("alert").getByText("The server closed the connection").isVisible()).toBe(false);
    forgiven(problems);
  });
});

/** A browser reports that it has asked for users in vain. */
function forgiven(problems: string[]): void {
  expect(problems.splice(0)).toEqual([expect.stringContaining("404 (Not Found)")]);
}
