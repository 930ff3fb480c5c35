import { skillKey } from "../../catalog/derive.ts";
import { fold } from "../../text/analyse.ts";
import { impliedSkills } from "../../vocabulary/implied-skills.ts";
import { canonicalSkill, relatedSkills } from "../../vocabulary/skills.ts";
import type { Ask, AskedSkill } from "../ask.ts";
import type { Subject } from "../subject.ts";

const RELATED = 0.5;

export interface SkillsPart {
  value: number | null;
  matched: string[];
  /** Required ones only. */
  missing: string[];
}

/** How telling a skill is, in (0,1]: rare ones more than those everybody lists. */
export type SkillWeight = (key: string) => number;

/**
 * IDF-weighted coverage of the demanded skills by the offered ones: the job's by the seeker's, the ask's by the candidate's.
 * A seeker of whom nothing but the message is known turns it round: the message's skills by the job's.
 */
export function skillsPart(ask: Ask, subject: Subject, weigh: SkillWeight): SkillsPart {
  const [demanded, offered] = subject.kind === "job" && !ask.skillsFromMessage ? [subject.skills, ask.skills] : [ask.skills, subject.skills];
  if (demanded.length === 0 || offered.length === 0) return { value: null, matched: [], missing: [] };
  const held = new Set(offered.flatMap(({ key, name }) => [key, ...impliedSkills(canonicalSkill(name) ?? name).map(skillKey)]));
  const near = new Set(offered.flatMap(({ name }) => relatedSkills(canonicalSkill(name) ?? name).map(fold)));
  let covered = 0;
  let total = 0;
  const matched: string[] = [];
  const missing: string[] = [];
  for (const demand of demanded) {
    const weight = demand.weight * weigh(demand.key);
    total += weight;
    if (held.has(demand.key)) {
      covered += weight;
      matched.push(demand.name);
    } else {
      if (near.has(demand.key)) covered += weight * RELATED;
      if (isRequired(demand)) missing.push(demand.name);
    }
  }
  return { value: total === 0 ? null : covered / total, matched, missing };
}

function isRequired({ weight }: AskedSkill): boolean {
  return weight >= 1;
}
