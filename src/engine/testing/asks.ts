import { skillKey } from "../catalog/derive.ts";
import type { Ask, AskedSkill } from "../matching/ask.ts";
import type { Subject } from "../matching/subject.ts";

/** An ask for jobs that leaves everything open but what is given. */
export function ask(given: Partial<Ask> = {}): Ask {
  return {
    collection: "jobs",
    text: "",
    fromProfile: false,
    titles: [],
    trades: [],
    skillsFromMessage: false,
    skills: [],
    places: [],
    workplaces: [],
    filters: {},
    ...given,
  };
}

export function aJob(given: Partial<Subject> = {}): Subject {
  return { kind: "job", titles: [], skills: [], ...given };
}

export function aCandidate(given: Partial<Subject> = {}): Subject {
  return { kind: "candidate", titles: [], skills: [], ...given };
}

export function skill(name: string, weight = 1): AskedSkill {
  return { key: skillKey(name), name, weight };
}
