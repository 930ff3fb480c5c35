import { describe, expect, test } from "vitest";
import type { Intent } from "./intent.ts";
import { employer, running, seeker } from "./test-conversation.ts";

const SEARCH = running({}, "nurse");
type Row = [message: string, intent: Intent];

describe("a job seeker's follow-up on five matches", () => {
  test.each<Row>([
    ["more", { kind: "more" }],
    ["show me more", { kind: "more" }],
    ["next", { kind: "more" }],
    ["any others?", { kind: "more" }],
    ["anything else?", { kind: "more" }],
    ["5 more", { kind: "more" }],
    ["next page please", { kind: "more" }],
    ["none of these fit", { kind: "more" }],
    ["the second one", { kind: "detail", ranks: [2] }],
    ["tell me about 3", { kind: "detail", ranks: [3] }],
    ["#2", { kind: "detail", ranks: [2] }],
    ["3", { kind: "detail", ranks: [3] }],
    ["number three please", { kind: "detail", ranks: [3] }],
    ["details on the last one", { kind: "detail", ranks: [5] }],
    ["first two", { kind: "detail", ranks: [1, 2] }],
    ["the last two", { kind: "detail", ranks: [4, 5] }],
    ["1-3", { kind: "detail", ranks: [1, 2, 3] }],
    ["show me the details of number 2", { kind: "detail", ranks: [2] }],
    ["more details on 2", { kind: "detail", ranks: [2] }],
    ["is 2 remote?", { kind: "detail", ranks: [2] }],
    ["what does 3 pay?", { kind: "detail", ranks: [3] }],
    ["does the second one offer visa sponsorship?", { kind: "detail", ranks: [2] }],
    ["I like the second one", { kind: "detail", ranks: [2] }],
    ["go back to the first", { kind: "detail", ranks: [1] }],
    ["tell me more", { kind: "detail", ranks: [1] }],
    ["compare 1 and 3", { kind: "compare", ranks: [1, 3] }],
    ["2 vs 4", { kind: "compare", ranks: [2, 4] }],
    ["which is better, the first or second", { kind: "compare", ranks: [1, 2] }],
    ["compare the first two", { kind: "compare", ranks: [1, 2] }],
    ["compare 1, 2 and 5", { kind: "compare", ranks: [1, 2, 5] }],
    ["difference between 1 and 2", { kind: "compare", ranks: [1, 2] }],
    ["1 or 2?", { kind: "compare", ranks: [1, 2] }],
    ["compare them", { kind: "compare", ranks: [1, 2, 3, 4, 5] }],
    ["why is 2 above 1", { kind: "explain", ranks: [2, 1] }],
    ["why 3?", { kind: "explain", ranks: [3] }],
    ["how did you score the first", { kind: "explain", ranks: [1] }],
    ["why is this ranked first", { kind: "explain", ranks: [1] }],
    ["what makes 2 a good match?", { kind: "explain", ranks: [2] }],
    ["explain the ranking", { kind: "explain", ranks: [1] }],
    ["what am I missing for 3", { kind: "gaps", ranks: [3] }],
    ["what skills do I lack for the second", { kind: "gaps", ranks: [2] }],
    ["am I qualified for the second?", { kind: "gaps", ranks: [2] }],
    ["what am I missing for it?", { kind: "gaps", ranks: [1] }],
    ["what should I learn for 3?", { kind: "gaps", ranks: [3] }],
    ["how come number 3 is below number 2?", { kind: "explain", ranks: [3, 2] }],
    ["what's the salary?", { kind: "detail", ranks: [1] }],
    ["and 4?", { kind: "detail", ranks: [4] }],
    ["show all", { kind: "more" }],
    ["what filters are on?", { kind: "show-filters" }],
    ["what are you searching for?", { kind: "show-filters" }],
    ["tell me about 9", { kind: "unclear", reason: "no-such-rank", rank: 9 }],
    ["compare 2 and 7", { kind: "unclear", reason: "no-such-rank", rank: 7 }],
    ["remove remote", { kind: "unclear", reason: "no-such-filter" }],
    ["seniority doesn't matter", { kind: "unclear", reason: "no-such-filter" }],
    ["more like the second one", { kind: "more" }],
  ])("%s", (message, intent) => expect(seeker(message, SEARCH).intent).toEqual(intent));
});

describe("an employer's follow-up on five matches", () => {
  test.each<Row>([
    ["top 3", { kind: "detail", ranks: [1, 2, 3] }],
    ["compare all candidates", { kind: "compare", ranks: [1, 2, 3, 4, 5] }],
    ["why did candidate 2 score higher than candidate 1?", { kind: "explain", ranks: [2, 1] }],
    ["what is candidate 2 missing", { kind: "gaps", ranks: [2] }],
    ["what does the first candidate lack?", { kind: "gaps", ranks: [1] }],
  ])("%s", (message, intent) => expect(employer(message, SEARCH).intent).toEqual(intent));
});

describe("a follow-up before any search", () => {
  test.each<Row>([
    ["what filters are on?", { kind: "show-filters" }],
    ["tell me about 3", { kind: "unclear", reason: "no-search-yet" }],
    ["more", { kind: "unclear", reason: "no-search-yet" }],
    ["why is 2 above 1", { kind: "unclear", reason: "no-search-yet" }],
    ["drop the salary filter", { kind: "unclear", reason: "no-search-yet" }],
  ])("%s", (message, intent) => expect(seeker(message).intent).toEqual(intent));
});

describe("“it” is what was talked about last", () => {
  test("the match of the last turn", () => {
    expect(seeker("what am I missing for it?", { ...SEARCH, focus: [3] }).intent).toEqual({ kind: "gaps", ranks: [3] });
  });

  test("the only match shown", () => {
    expect(seeker("tell me more about it", { ...SEARCH, page: ["d"] }).intent).toEqual({ kind: "detail", ranks: [4] });
  });

  test("else the first, and the answer says so", () => {
    expect(seeker("why is it recommended", SEARCH)).toMatchObject({
      intent: { kind: "explain", ranks: [1] },
      assumptions: ["This is taken to be about number 1; name another number to ask about that."],
    });
  });
});
