/** Where the services for tests are, as `fixtures/services/test-run.ts` has started them; undefined where one is missing. */
export const SERVICES = {
  mongodb: process.env.ROLECALL_TEST_MONGODB_URI,
  chroma: process.env.ROLECALL_TEST_CHROMA_URL,
  redis: process.env.ROLECALL_TEST_REDIS_URL,
};

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}_${crypto.randomUUID().replaceAll("-", "").slice(0, 20)}`;
}
