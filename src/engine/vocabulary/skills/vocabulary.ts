import { PhraseIndex, wordsOf } from "../phrases.ts";
import { AREAS } from "./areas.ts";
import { type SkillEntry, plainName, skillEntries } from "./entries.ts";

/** The data of all areas, arranged for looking up. */
interface SkillVocabulary {
  names: readonly string[];
  aliases: ReadonlyMap<string, readonly string[]>;
  /** Canonical names by {@link lookupKey}. */
  canonical: ReadonlyMap<string, string>;
  related: ReadonlyMap<string, readonly string[]>;
  index: PhraseIndex<SkillEntry>;
}

/** "Node.js", "node JS" and "NodeJS" share one key. */
export const lookupKey = (name: string): string => wordsOf(name).join("").replace(/^\./, "");

function build(): SkillVocabulary {
  const names: string[] = [];
  const aliases = new Map<string, string[]>();
  const canonical = new Map<string, string>();
  const index = new PhraseIndex<SkillEntry>();
  for (const area of AREAS)
    for (const name of Object.keys(area.skills).map(plainName)) {
      names.push(name);
      aliases.set(name, []);
      canonical.set(lookupKey(name), name);
    }
  for (const entry of AREAS.flatMap(skillEntries)) {
    const words = wordsOf(entry.phrase);
    const key = words.join("").replace(/^\./, "");
    if (!canonical.has(key)) canonical.set(key, entry.skill);
    if (entry.phrase !== entry.skill) aliases.get(entry.skill)!.push(entry.phrase);
    if (entry.inText) index.add(words, entry);
  }
  return { names, aliases, canonical, related: relations(), index };
}

function relations(): Map<string, readonly string[]> {
  const related = new Map<string, Set<string>>();
  for (const group of AREAS.flatMap((area) => area.related)) {
    const members = group.split(",").map((member) => member.trim());
    for (const member of members) {
      const others = related.get(member) ?? new Set();
      for (const other of members) if (other !== member) others.add(other);
      related.set(member, others);
    }
  }
  return new Map([...related].map(([skill, others]) => [skill, [...others]]));
}

let built: SkillVocabulary | undefined;

/** Built when first asked for, as most commands need no skills. */
export const vocabulary = (): SkillVocabulary => (built ??= build());
