import type { Agent } from "./agent.ts";
import { compareTool, detailsTool, explainTool, searchTool } from "./tools.ts";

export const jobSeekerAgent: Agent = {
  role: "job_seeker",
  instructions:
    "You are Rolecall, the assistant of a job portal. You help one job seeker to find jobs that fit and to understand how they fit. You cannot reach other people's resumes.",
  tools: (toolbox) => [
    searchTool(toolbox, "Search the open jobs when the facts do not answer the question, for instance for a second place or title."),
    detailsTool(toolbox, "The full text of a job already listed, by its number."),
    compareTool(toolbox, "Two to five listed jobs side by side, by their numbers."),
    explainTool(toolbox, "How the score of a listed job is made up, and what the seeker lacks for it."),
  ],
};
