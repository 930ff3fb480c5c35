import { describe, expect, test } from "vitest";
import { relatedSkills } from "../../vocabulary/skills.ts";
import { aCandidate, aJob, ask, skill } from "../../testing/asks.ts";
import { skillsPart } from "./skills.ts";

const alike = () => 1;
const seeker = (...names: string[]) => ask({ skills: names.map((name) => skill(name)) });
const employer = (...skills: ReturnType<typeof skill>[]) => ask({ collection: "resumes", skills });

describe("for a job", () => {
  test("is the share of its skills that the seeker has", () => {
    const job = aJob({ skills: [skill("React"), skill("Docker"), skill("Welding"), skill("SQL")] });
    expect(skillsPart(seeker("React", "Welding"), job, alike)).toMatchObject({ value: 0.5, matched: ["React", "Welding"], missing: ["Docker", "SQL"] });
  });

  test("preferred skills weigh less and are not missed", () => {
    const job = aJob({ skills: [skill("React", 1), skill("Docker", 0.4)] });
    const { value, missing } = skillsPart(seeker("React"), job, alike);
    expect(value).toBeCloseTo(1 / 1.4, 9);
    expect(missing).toEqual([]);
  });

  test("more skills than it asks for do no harm", () => {
    const job = aJob({ skills: [skill("React")] });
    expect(skillsPart(seeker("React", "Welding", "SQL"), job, alike).value).toBe(1);
  });
});

describe("for a candidate", () => {
  test("is the share of the asked skills that the candidate has", () => {
    const candidate = aCandidate({ skills: [skill("React"), skill("Welding")] });
    const part = skillsPart(employer(skill("React"), skill("Docker")), candidate, alike);
    expect(part).toEqual({ value: 0.5, matched: ["React"], missing: ["Docker"] });
  });

  test("skills that only the prose names count as held", () => {
    expect(skillsPart(employer(skill("React")), aCandidate({ skills: [skill("React", 0)] }), alike).value).toBe(1);
  });
});

test("a search by skills alone is judged by what was searched for, not by all a job asks", () => {
  const searching = ask({ skillsFromMessage: true, skills: [skill("React")], filters: { skills: ["React"] } });
  const job = aJob({ skills: [skill("React"), skill("Docker"), skill("SQL")] });
  expect(skillsPart(searching, job, alike)).toEqual({ value: 1, matched: ["React"], missing: [] });
});

test("aliases are one skill", () => {
  expect(skillsPart(seeker("k8s"), aJob({ skills: [skill("Kubernetes")] }), alike)).toMatchObject({ value: 1, matched: ["Kubernetes"], missing: [] });
});

test("a related skill covers half, and is still missing", () => {
  const related = relatedSkills("React")[0]!;
  expect(skillsPart(seeker(related), aJob({ skills: [skill("React")] }), alike)).toEqual({ value: 0.5, matched: [], missing: ["React"] });
});

test("rare skills weigh more", () => {
  const weigh = (key: string) => (key === "react" ? 0.3 : 0.9);
  const job = aJob({ skills: [skill("React"), skill("Welding")] });
  expect(skillsPart(seeker("Welding"), job, weigh).value).toBeCloseTo(0.75, 9);
  expect(skillsPart(seeker("React"), job, weigh).value).toBeCloseTo(0.25, 9);
});

test.each([
  ["the job", ask({ skills: [skill("React")] }), aJob()],
  ["the seeker", ask(), aJob({ skills: [skill("React")] })],
  ["the ask", employer(), aCandidate({ skills: [skill("React")] })],
  ["the candidate", employer(skill("React")), aCandidate()],
])("is unknown where %s states none", (_, asked, subject) => {
  expect(skillsPart(asked, subject, alike)).toEqual({ value: null, matched: [], missing: [] });
});
