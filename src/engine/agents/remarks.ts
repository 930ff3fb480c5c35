import type { Role } from "../catalog/records.ts";
import type { Intent } from "../intent/intent.ts";

type Topic = Extract<Intent, { kind: "small-talk" }>["topic"] | "out-of-scope" | Extract<Intent, { kind: "forbidden" }>["wanted"];

const COMMON = {
  thanks: "You're welcome.",
  goodbye: "Goodbye. The conversation is kept, so you can pick it up where it ends.",
  acknowledge: "All right.",
  scoring:
    'Every score is made of up to seven parts: relevance to the words (40 %), skills (25 %), title (12 %), seniority and location (8 % each), salary (4 %) and recency (3 %). What one side does not state is left out rather than counted as zero, and no language model has a say in it. Ask "why 1?" to see the parts of a match.',
  identity:
    "I am Rolecall, the search assistant of this job portal. I look through its catalogue and explain why something fits; I do not know anything beyond it.",
};

/** Brief answers that need no search. */
export const REMARKS: Record<Role, Record<Topic, string>> = {
  job_seeker: {
    ...COMMON,
    greeting: "Hello. Tell me what work you are looking for, for instance a title, a place, a salary or a skill.",
    help: 'Describe the work you want ("remote TypeScript jobs in Germany, at least 70k"), then refine it ("only full-time", "drop the salary filter"), ask for "more", "tell me about 2", "compare 1 and 3", "why is 1 above 2?" or "what am I missing for 3?".',
    "out-of-scope":
      "That is outside what I can help with: I find jobs in this portal's catalogue and explain how they fit. What kind of work are you looking for?",
    candidates: "As a job seeker you can search jobs, not other people's resumes. Shall I look for jobs instead?",
    jobs: "That job is not open to you. I can search the open jobs instead.",
    "contact-data": "Contact data is not shared here. Apply through the portal, and the employer will get in touch.",
    "foreign-records": "Those records belong to somebody else, so I cannot open them. I can search the open jobs instead.",
  },
  employer: {
    ...COMMON,
    greeting: "Hello. Tell me whom you are looking for, for instance a title, a place, a skill or years of experience.",
    help: 'Describe the person you need ("senior ICU nurses near Manchester"), then refine it ("only with 5+ years", "not agencies"), ask for "more", "tell me about 2", "compare 1 and 3", "why is 1 above 2?" or "what is 3 missing?".',
    "out-of-scope": "That is outside what I can help with: I find candidates in this portal's catalogue and explain how they fit. Whom are you looking for?",
    candidates: "I can show public resumes of people who are looking. Whom are you looking for?",
    jobs: "As an employer you can search candidates, and use your own openings for it; other employers' jobs are not shown here. Whom are you looking for?",
    "contact-data": "Contact data is not shared here. Invite the candidate through the portal, and they decide what to share.",
    "foreign-records": "Those records belong to another employer, so I cannot open them. I can search candidates for your own openings instead.",
  },
};
