/**
 * One trade's part of the skill vocabulary.
 *
 * `skills` maps a canonical name to its aliases, separated by commas. A mark before a name or an alias says how it may be read in running text:
 * `=` only in exactly this case, `?` an ordinary word too, so it needs a technical neighbour, `!` never (it only serves the lookup of a name).
 * `related` lists groups of skills one step apart, each of them a comma-separated string.
 */
export interface SkillArea {
  skills: Record<string, string>;
  related: string[];
}
