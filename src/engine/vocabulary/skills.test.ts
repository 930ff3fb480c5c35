import { describe, expect, test } from "vitest";
import { aliasesOf, canonicalSkill, findSkills, relatedSkills, skillNames } from "./skills.ts";
import { AREAS } from "./skills/areas.ts";
import { FIELDS } from "./skills/fields.ts";

const read = (text: string): string[] => findSkills(text).map(({ skill }) => skill);

describe("canonicalSkill", () => {
  test.each([
    ["k8s", "Kubernetes"],
    ["JS", "JavaScript"],
    ["postgres", "PostgreSQL"],
    ["RN", "Registered nursing"],
    ["ICU", "Intensive care"],
    ["ITU", "Intensive care"],
    ["Critical Care", "Intensive care"],
    ["nights", "Night shifts"],
    ["night-shift rota", "Night shifts"],
    ["HGV Class 1", "HGV class 1"],
    ["node js", "Node.js"],
    ["NodeJS", "Node.js"],
    ["c++", "C++"],
    ["C#", "C#"],
    [".net", ".NET"],
    ["go", "Go"],
    ["r", "R"],
    ["labor law", "Employment law"],
    ["pediatric nursing", "Paediatric nursing"],
    ["MS Excel (advanced)", "Excel"],
    ["Advanced Python skills", "Python"],
    ["KYC/KYB", "Know your customer"],
    ["Wärmepumpe", "Heat pump installation"],
  ])("%s is %s", (name, skill) => {
    expect(canonicalSkill(name)).toBe(skill);
  });

  test("knows its own names and admits what it does not know", () => {
    for (const name of skillNames()) expect(canonicalSkill(name.toUpperCase())).toBe(name);
    expect(canonicalSkill("underwater basket weaving")).toBeNull();
    expect(canonicalSkill("")).toBeNull();
    expect(canonicalSkill("constructor")).toBeNull();
  });
});

describe("findSkills finds", () => {
  test.each([
    ["Senior Go developer, k8s and Postgres", ["Go", "Kubernetes", "PostgreSQL"]],
    ["C++, C#, .NET or node.js", ["C++", "C#", ".NET", "Node.js"]],
    ["C/C++ and ASP.NET Core", ["C++", ".NET"]],
    ["react frontend jobs", ["React", "Frontend development"]],
    ["RN on ICU nights", ["Registered nursing", "Intensive care", "Night shifts"]],
    ["night shifts in A&E", ["Night shifts", "Emergency nursing"]],
    ["REST API and two REST APIs", ["REST APIs", "REST APIs"]],
    ["CI/CD with GitLab CI/CD", ["CI/CD", "GitLab CI"]],
    ["machine\nlearning", ["Machine learning"]],
    ["Spring Boot, Spring and Hibernate", ["Spring Boot", "Spring Boot", "Hibernate"]],
    ["ideally Python, R and SQL", ["Python", "R", "SQL"]],
    ["AP/AR clerk, or AR alone", ["Accounts payable and receivable", "Accounts receivable"]],
    ["kubernetes and go in germany", ["Kubernetes", "Go"]],
    ["backend in go/rust", ["Backend development", "Go", "Rust"]],
    ["react", ["React"]],
    ["r programmer, excel skills, HR manager", ["R", "Excel", "Human resources"]],
    ["driver's licence and forklift licence", ["Driving licence", "Forklift"]],
  ])("%s", (text, skills) => {
    expect(read(text)).toEqual(skills);
  });

  test("the longest name, with its place in the text", () => {
    const text = "We use React Native daily.";
    expect(findSkills(text)).toEqual([{ skill: "React Native", start: 7, end: 19, text: "React Native", broad: false }]);
  });

  test("fields of work, marked as broad", () => {
    expect(findSkills("HR jobs")[0]).toMatchObject({ skill: "Human resources", broad: true });
    expect(findSkills("Kubernetes jobs")[0]).toMatchObject({ broad: false });
  });
});

describe("findSkills leaves everyday words alone:", () => {
  test.each([
    "I go to work and react well to change",
    "we excel at what we do",
    "swift response, express delivery, a spark of joy, no rust",
    "it is up to us, and it pays",
    "tell me more about the r and d",
    "vitamin A, E and K",
    "a node in the network that will helm the ship",
    "send it, please; she has a meal in her bed",
    "not on a chef or a chart",
    "a net salary of 40k",
    "Go ahead. Rust never sleeps. Swift reply expected.",
  ])("%s", (text) => {
    expect(read(text)).toEqual([]);
  });

  test("a verb after a skill is no second skill", () => {
    expect(read("I know SQL and go jogging")).toEqual(["SQL"]);
  });

  test("a word inside another word is no skill", () => {
    expect(read("javascripty goland sqlish")).toEqual([]);
    expect(read("JavaScript")).toEqual(["JavaScript"]);
  });

  test("IT, AR and R count in upper case only", () => {
    expect(read("an IT job")).toEqual(["Information technology"]);
    expect(read("an it job")).toEqual([]);
    expect(read("coding in r")).toEqual([]);
    expect(read("coding in R")).toEqual(["R"]);
  });

  test("CAD beside a number is money", () => {
    expect(read("CAD 90,000")).toEqual([]);
    expect(read("CAD drawings")).toEqual(["CAD"]);
  });
});

describe("the vocabulary", () => {
  test("relates skills both ways", () => {
    expect(relatedSkills("react")).toEqual(expect.arrayContaining(["Vue.js", "Angular"]));
    expect(relatedSkills("PostgreSQL")).toContain("MySQL");
    expect(relatedSkills("Intensive care")).toContain("Emergency nursing");
    for (const name of skillNames()) for (const other of relatedSkills(name)) expect(relatedSkills(other)).toContain(name);
    expect(relatedSkills("unknown")).toEqual([]);
  });

  test("relates and marks only skills it has", () => {
    const names = new Set(skillNames());
    const named = [...AREAS.flatMap(({ related }) => related.flatMap((group) => group.split(",").map((name) => name.trim()))), ...FIELDS];
    expect(named.filter((name) => !names.has(name))).toEqual([]);
    expect(names.size).toBe(skillNames().length);
  });

  test("gives an alias to one skill only", () => {
    const shared = skillNames().flatMap((name) => aliasesOf(name).filter((alias) => canonicalSkill(alias) !== name));
    expect(shared).toEqual([]);
  });

  test("lists aliases without the name itself", () => {
    expect(aliasesOf("k8s")).toContain("k8s");
    expect(aliasesOf("Kubernetes")).not.toContain("Kubernetes");
    expect(aliasesOf("unknown")).toEqual([]);
  });
});
