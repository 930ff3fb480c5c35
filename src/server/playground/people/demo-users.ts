export interface DemoUser {
  userId: string;
  role: "job_seeker" | "employer";
  label: string;
}

export const ROLES = { job_seeker: "Job seeker", employer: "Employer" } as const;

/** The users that this server gives tokens of; null where it gives none. */
export async function demoUsers(): Promise<DemoUser[] | null> {
  const response = await fetch("/playground/users");
  return response.ok ? ((await response.json()) as { users: DemoUser[] }).users : null;
}

/** A new token of this user, as often as one is needed. @throws where the server gives none */
export function tokensOf({ userId, role }: Pick<DemoUser, "userId" | "role">): () => Promise<string> {
  return async () => {
    const response = await fetch(`/playground/session?${new URLSearchParams({ role, user: userId })}`);
    if (!response.ok) throw new Error(`The server gave no token: ${response.status}.`);
    return ((await response.json()) as { token: string }).token;
  };
}
