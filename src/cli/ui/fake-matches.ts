import type { Match, Part } from "../../engine/index.ts";

const WEIGHTS = { relevance: 0.4, skills: 0.25, title: 0.12, seniority: 0.08, location: 0.08, salary: 0.04, recency: 0.03 } as const;

/** Parts as the engine makes them: `contribution = w·s / Σ w` over what is known. */
export function partsOf(values: Partial<Record<Part["name"], number>>): Part[] {
  const names = Object.keys(WEIGHTS) as Part["name"][];
  const known = names.reduce((sum, name) => sum + (values[name] === undefined ? 0 : WEIGHTS[name]), 0);
  return names.map((name) => {
    const value = values[name] ?? null;
    return { name, weight: WEIGHTS[name], value, contribution: value === null ? 0 : (WEIGHTS[name] * value) / known };
  });
}

type JobMatch = Extract<Match, { kind: "job" }>;
type CandidateMatch = Extract<Match, { kind: "candidate" }>;

export function jobMatch(rank: number, changes: Partial<Omit<JobMatch, "record">> & { record?: Partial<JobMatch["record"]> } = {}): JobMatch {
  const parts = changes.parts ?? partsOf({ relevance: 0.86, skills: 0.9, title: 1, seniority: 1, location: 1, recency: 0.4 });
  const id = rank.toString(16).padStart(24, "0");
  const title = changes.title ?? "Senior Frontend Engineer (Trip Builder)";
  return {
    id,
    kind: "job",
    rank,
    title,
    score: parts.reduce((sum, { contribution }) => sum + contribution, 0),
    coverage: parts.reduce((sum, { weight, value }) => sum + (value === null ? 0 : weight), 0),
    band: "strong",
    parts,
    matched: ["TypeScript", "React", "GraphQL"],
    missing: ["Mapbox GL"],
    reasons: [
      { field: "skills", text: "Three of the four skills it asks for are yours" },
      { field: "title", text: "The title is the one you look for" },
      { field: "salary", text: "It pays what you ask for" },
    ],
    ...changes,
    record: {
      _id: id,
      employer_id: "f".repeat(24),
      title,
      company: "Fernweh",
      description: "The Trip Builder is where tour operators assemble a fourteen-day route through Patagonia without losing their minds.",
      skills: [],
      location: { city: "Berlin", country: "DE" },
      remote: "remote",
      salary: { min: 72_000, max: 88_000, currency: "EUR", period: "year" },
      status: "open",
      version: 1,
      ...changes.record,
    },
  };
}

export function sampleJobs(): Match[] {
  return [
    jobMatch(1),
    jobMatch(2, {
      title: "Full-stack Developer, Payments",
      band: "good",
      parts: partsOf({ relevance: 0.71, skills: 0.62, title: 0.5, seniority: 0.7, location: 0.8, salary: 1, recency: 0.9 }),
      matched: ["TypeScript", "PostgreSQL"],
      missing: ["Kubernetes", "Go"],
      reasons: [{ field: "salary", text: "It pays at least what you ask for." }],
      record: { company: "Kontor Nord", remote: "hybrid", location: { city: "Hamburg", country: "DE" } },
    }),
    jobMatch(3, {
      title: "Web Developer",
      band: "partial",
      parts: partsOf({ relevance: 0.42, skills: 0.3, title: 0.33, location: 0.2 }),
      matched: ["JavaScript"],
      missing: ["PHP", "WordPress", "SEO"],
      reasons: [{ field: "location", text: "It is 380 km away." }],
      record: { company: "Atelier Sechzehn", remote: "onsite", location: { city: "Cologne", country: "DE" }, salary: undefined },
    }),
    jobMatch(4, {
      title: "Something with Computers",
      score: null,
      coverage: 0,
      band: "partial",
      parts: partsOf({}),
      matched: [],
      missing: [],
      reasons: [],
      record: { company: "Unnamed", remote: undefined, location: undefined, salary: undefined },
    }),
  ];
}

export function sampleCandidates(): CandidateMatch[] {
  const parts = partsOf({ relevance: 0.8, skills: 0.75, title: 0.8, seniority: 1, location: 0.5 });
  const id = "a".repeat(24);
  return [
    {
      id,
      kind: "candidate",
      rank: 1,
      title: "Registered nurse, intensive care",
      score: parts.reduce((sum, { contribution }) => sum + contribution, 0),
      coverage: 0.93,
      band: "good",
      parts,
      matched: ["Intensive care", "Ventilation"],
      missing: ["Dialysis"],
      reasons: [{ field: "experience", text: "Six years on an intensive care ward." }],
      record: {
        _id: id,
        headline: "Registered nurse, intensive care",
        summary: "Calm in the night shift.",
        skills: [],
        experience: [{ title: "Charge nurse", company: "St. Georg", start: "2019-03" }],
        education: [{ degree: "BSc Nursing", institution: "Charité" }],
        languages: [{ name: "German", level: "native" }],
        location: { city: "Leipzig", country: "DE" },
        willing_to_relocate: true,
        desired_salary: { min: 48_000, currency: "EUR", period: "year" },
        open_to_work: true,
        visibility: "public",
        version: 1,
      },
    },
  ];
}
