import { foldName } from "./fold.ts";

/** Whoever has the first has the second: it cannot be done without. */
const IMPLIED: readonly (readonly [skills: string, implied: string])[] = [
  ["PostgreSQL, MySQL, SQL Server, Oracle Database, SQLite, BigQuery, Snowflake, Amazon Redshift, PL/SQL, T-SQL, dbt", "SQL"],
  ["TypeScript, React, Vue, Angular, Svelte, Node.js", "JavaScript"],
  ["Next.js, React Native, Redux", "React"],
  ["NestJS, Express", "Node.js"],
  ["Spring, Spring Boot", "Java"],
  ["Django, Flask, FastAPI, pandas, PyTorch", "Python"],
  ["Laravel, Symfony", "PHP"],
  ["Ruby on Rails", "Ruby"],
  ["Kubernetes, Docker Compose", "Docker"],
  ["HGV Class 1", "HGV Class 2"],
];

const implied = new Map(IMPLIED.flatMap(([skills, skill]) => skills.split(", ").map((name): [string, string] => [foldName(name), skill])));

/** The skills that a skill brings with it, nearest first; all by canonical name. */
export function impliedSkills(skill: string): string[] {
  const found: string[] = [];
  for (let next = implied.get(foldName(skill)); next !== undefined && !found.includes(next); next = implied.get(foldName(next))) found.push(next);
  return found;
}
