import { describe, expect, test } from "vitest";
import { ask, skill } from "../testing/asks.ts";
import { NOW, daysAgo, job, resume } from "../testing/records.ts";
import type { Ask } from "./ask.ts";
import type { Job, PublicResume } from "../catalog/records.ts";
import { reasonsFor } from "./explanation.ts";
import { score } from "./score.ts";
import { candidateSubject, jobSubject } from "./subject.ts";
import { WEIGHTS } from "./weights.ts";

function reasons(asked: Ask, record: Job | PublicResume) {
  const subject = "title" in record ? jobSubject(record) : candidateSubject(record);
  const scored = score(asked, subject, { relevance: 0.5, weigh: () => 1, weights: WEIGHTS.jobs, now: NOW });
  return reasonsFor(asked, record, scored, NOW);
}
const texts = (asked: Ask, record: Job | PublicResume) => reasons(asked, record).map(({ text }) => text);

const WELDER = job("Welder", {
  skills: [{ name: "Welding" }, { name: "Blueprint reading" }, { name: "German", required: false }],
  location: { city: "Köln", country: "DE" },
  remote: "onsite",
  seniority: "senior",
  salary: { min: 40_000, max: 50_000, currency: "EUR", period: "year" },
  posted_at: daysAgo(5),
});

describe("of a job", () => {
  test("every reason names a field that the record states", () => {
    for (const { field } of reasons(ask({ skills: [skill("Welding")], seniority: "mid", salary: 40_000 }), WELDER)) expect(WELDER).toHaveProperty(field);
  });

  test("tells what the seeker has, what else is required, and where, how much and since when", () => {
    expect(texts(ask({ skills: [skill("Welding")], seniority: "mid", salary: 40_000 }), WELDER)).toEqual([
      "You have Welding",
      "Also required: Blueprint reading",
      "On site, Köln, Germany",
      "Pays 40,000 to 50,000 EUR a year, which meets the ask",
      "Senior level, one step off",
      "Posted 5 days ago",
    ]);
  });

  test("a search by skills is not told what the seeker has", () => {
    const said = texts(ask({ skillsFromMessage: true, skills: [skill("Welding"), skill("React")], filters: { skills: ["Welding", "React"] } }), WELDER);
    expect(said).toContain("Lists Welding");
    expect(said).toContain("Not listed: React");
  });

  test("pay below the ask is called so", () => {
    expect(texts(ask({ salary: 62_000 }), WELDER).find((text) => text.startsWith("Pays"))).toMatch(/below the ask$/);
    expect(texts(ask({ salary: 500_000 }), WELDER).find((text) => text.startsWith("Pays"))).toMatch(/well below the ask$/);
    expect(texts(ask(), WELDER)).toContain("Pays 40,000 to 50,000 EUR a year");
  });

  test("what is not known is not said", () => {
    expect(texts(ask({ skills: [skill("Welding")], seniority: "mid", salary: 1 }), job("Silent"))).toEqual([]);
  });

  test("many skills are cut short, with their number", () => {
    const names = ["React", "Docker", "SQL", "Python", "Go", "Rust", "Java"];
    const said = texts(ask({ skills: names.map((name) => skill(name)) }), job("All", { skills: names.map((name) => ({ name })) }));
    expect(said[0]).toBe("You have React, Docker, SQL, Python and Go and 2 more");
  });
});

test("of a candidate: what they have and lack, where they live, what they have done and ask", () => {
  const ada = resume("Welder", {
    skills: [{ name: "Welding" }],
    location: { city: "Köln", country: "DE" },
    willing_to_relocate: true,
    experience: [{ title: "Pipe welder", start: "2020-03" }],
    desired_salary: { min: 40_000, currency: "EUR", period: "year" },
    seniority: "mid",
  });
  const { contact: _, user_id: __, ...shown } = ada;
  expect(texts(ask({ collection: "resumes", skills: [skill("Welding"), skill("React")], seniority: "mid" }), shown)).toEqual([
    "Has Welding",
    "Not stated: React",
    "Based in Köln, Germany, would relocate",
    "6 years of experience, latest as Pipe welder",
    "Asks from 40,000 EUR a year",
    "Mid level, as sought",
  ]);
});
