/** What `rolecall token` signs as where no portal is set. */
const DEVELOPMENT = "rolecall-development";

/** Whom tokens have to come from: the authentication service of the Supabase project. */
export function issuerOf(supabaseUrl: string | undefined): string {
  return supabaseUrl === undefined ? DEVELOPMENT : `${supabaseUrl.replace(/\/+$/, "")}/auth/v1`;
}
