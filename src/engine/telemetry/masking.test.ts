import { describe, expect, test } from "vitest";
import { maskingFor } from "./masking.ts";

describe("contact details", () => {
  test.each([
    ["in prose", "Write to anna.smith+jobs@hawk.example or call +44 7700 900123.", "Write to [e-mail] or call [phone]."],
    ["behind the escapes of JSON", String.raw`{"text":"Reach me:\n0161 496 0000\tanna@hawk.example"}`, '{"text":"Reach me: [phone] [e-mail]"}'],
    ["split by characters nobody sees", "an\u200Bna@ha\u2060wk.example", "[e-mail]"],
    ["as a picture", "![me](https://photos.example/anna.png)", "me"],
  ])("%s are masked", (_, text, masked) => {
    expect(maskingFor([])(text)).toBe(masked);
  });

  test("are masked however deep they stand, in names of fields as well", () => {
    const said = { messages: [{ content: "anna@hawk.example", calls: [{ args: { "anna@hawk.example": "+44 7700 900123" } }] }], n: 3 };
    expect(maskingFor([])(said)).toEqual({ messages: [{ content: "[e-mail]", calls: [{ args: { "[e-mail]": "[phone]" } }] }], n: 3 });
  });
});

describe("who a message says its user is", () => {
  test.each([
    ["a name", "My name is Zoë Quillfeather, remote nursing jobs please", "Zoe Quillfeather seeks a job", "[masked] [masked] seeks a job"],
    ["an address that was taken apart", "nursing jobs, write to zoe.quill@hawk.example", "nursing zoe quill hawk", "nursing [masked] [masked] [masked]"],
    ["an address in any script", "jobs für jürgen.häßlich@exämple.de", "jurgen hasslich example", "[masked] [masked] [masked]"],
    ["the stem of a word of it", "nursing jobs for quillings@exämple.de", "quill", "[masked]"],
    ["a number in pieces", "nursing jobs, call 0161 496 0000", "0161 of 4960, 496", "[masked] of 4960, 496"],
  ])("is masked wherever it comes back: %s", (_, message, said, masked) => {
    expect(maskingFor([message])(said)).toBe(masked);
  });

  test("hides nothing else that the message is about", () => {
    const masked = maskingFor(["I'm Zoë, and I want jobs as a nurse in Leeds: jobs.nurse@hawk.example"]);
    expect(masked("Nurse jobs in Leeds, 30 hours")).toBe("Nurse jobs in Leeds, 30 hours");
  });
});

test("only plain data passes", () => {
  const said = { score: 0.5, none: null, yes: true, vector: new Float32Array([1, 2]), when: new Date(0), terms: new Map([["a", 1]]), say: () => "x" };
  expect(JSON.stringify(maskingFor([])(said))).toBe('{"score":0.5,"none":null,"yes":true}');
});
