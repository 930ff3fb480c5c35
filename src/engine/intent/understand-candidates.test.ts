import { describe, expect, test } from "vitest";
import { employer, read } from "./test-conversation.ts";

describe("an employer's request is read as search words and filters", () => {
  test.each<[message: string, reading: Record<string, unknown>]>([
    ["candidates for my ICU nurse job", { query: "ICU nurse", skills: ["Intensive care"] }],
    ["people for our night shift role", { query: "night shift", skills: ["Night shifts"] }],
    [
      "our night shift role needs ICU nurses with CRRT and ventilator experience, 3 yrs min",
      { query: "night shift ICU nurses CRRT ventilator", skills: ["Night shifts", "Intensive care", "Renal replacement therapy"], min_years: 3 },
    ],
    [
      "senior TypeScript developers in Germany, budget 80k",
      { query: "TypeScript developers", skills: ["TypeScript"], seniority: ["senior"], places: ["DE"], salary: "80000 EUR year" },
    ],
    ["ICU nurses near Manchester who can work nights", { query: "ICU nurses nights", skills: ["Intensive care", "Night shifts"], places: ["Manchester +50"] }],
    [
      "show me candidates with Kubernetes and Terraform, at least 5 years",
      { query: "Kubernetes Terraform", skills: ["Kubernetes", "Terraform"], min_years: 5 },
    ],
    ["who fits?", { query: "" }],
    ["any welders?", { query: "welders" }],
    ["find React devs", { query: "React devs", skills: ["React"] }],
    ["who knows Kubernetes?", { query: "Kubernetes", skills: ["Kubernetes"] }],
    ["find someone who knows Zuora and speaks French", { query: "Zuora", skills: ["Zuora"], languages: ["French"] }],
    ["anyone with night shift experience?", { query: "night shift", skills: ["Night shifts"] }],
    [
      "we need a warehouse manager in Leeds, 3-5 years, German speaking, willing to relocate",
      { query: "warehouse manager", min_years: 3, max_years: 5, languages: ["German"], willing_to_relocate: true, places: ["Leeds"] },
    ],
    ["electricians willing to relocate to Dubai", { query: "electricians", willing_to_relocate: true }],
    ["candidates open to remote work", { query: "", remote: ["remote"] }],
    ["HGV drivers, no juniors, part-time, Glasgow", { query: "HGV drivers", exclude_seniority: ["junior"], places: ["Glasgow"] }],
    [
      "HGV class 1 drivers within 30 miles of Glasgow, at least 2 years, no agencies",
      { query: "HGV class 1 drivers", skills: ["HGV class 1"], min_years: 2, places: ["Glasgow +48.3"] },
    ],
    ["junior developers asking under 50k", { query: "developers", seniority: ["junior"], salary: "50000 GBP year" }],
    ["paying up to £45 an hour, ICU nurse, nights", { query: "ICU nurse nights", skills: ["Intensive care", "Night shifts"], salary: "45 GBP hour" }],
    ["salary is 45-55k", { query: "", salary: "55000 GBP year" }],
    ["no more than 60k", { query: "", salary: "60000 GBP year" }],
    [
      "maximum budget £35k, registered nurse, Leeds, 2+ years, not junior",
      { query: "registered nurse", exclude_seniority: ["junior"], min_years: 2, places: ["Leeds"], salary: "35000 GBP year" },
    ],
    ["less than 5 years", { query: "", max_years: 5 }],
    ["max 3 years experience", { query: "", max_years: 3 }],
    ["interns for our data team", { query: "data team", seniority: ["intern", "junior"] }],
    ["resumes updated this week", { query: "", max_age_days: 7 }],
    ["recruiters with 5 years experience", { query: "recruiters", min_years: 5 }],
    ["sales people in Dallas", { query: "sales", places: ["Dallas"] }],
    ["call centre staff, Spanish speaking", { query: "call centre", languages: ["Spanish"] }],
    ["someone who has worked with SAP and speaks Portuguese, São Paulo", { query: "SAP", skills: ["SAP"], languages: ["Portuguese"], places: ["São Paulo"] }],
    ["engineers who worked at Google", { query: "engineers" }],
    ["nurses with the right to work in the UK", { query: "nurses", unparsed: ["with the right to work in the UK"] }],
    ["candidates available immediately", { query: "", unparsed: ["available immediately"] }],
    ["female candidates only", { query: "" }],
    ["candidates under 35 years old", { query: "" }],
    ["I need a nurse for our Manchester job", { query: "nurse", places: ["Manchester"] }],
    ["people looking for work in Leeds", { query: "", places: ["Leeds"] }],
    ["list resumes of nurses", { query: "nurses" }],
    ["electrician with driving licence, not in London", { query: "electrician driving licence", skills: ["Driving licence"], exclude_places: ["London"] }],
    ["top 3 candidates", { query: "" }],
    [
      "senior React engineer, Berlin or remote, up to 90k EUR",
      { query: "React engineer Berlin remote", skills: ["React"], seniority: ["senior"], salary: "90000 EUR year", unparsed: ["Berlin or remote"] },
    ],
  ])("%s", (message, reading) => expect(read(employer(message))).toEqual(reading));
});

test.each([
  ["female candidates only", "“female candidates only” is left out: age, sex, origin, belief and family are not search criteria here."],
  ["candidates under 35 years old", "“under 35 years old” is left out: age, sex, origin, belief and family are not search criteria here."],
  ["engineers who worked at Google", "Candidates cannot be narrowed by former employers, as resumes do not state it."],
  ["part-time HGV drivers", "Candidates cannot be narrowed by the type of employment, as resumes do not state it."],
  ["nurses, 45-55k", "55,000 GBP a year is taken as the most you pay: candidates who want more are left out."],
])("%s: the employer is told how it was read", (message, assumption) => {
  expect(employer(message).assumptions).toContain(assumption);
});
