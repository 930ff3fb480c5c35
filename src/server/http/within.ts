/** What comes within the time, else `late`: someone who asks whether a server works does not wait for what hangs. */
export async function within<T>(ms: number, answer: Promise<T>, late: () => T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(late()), ms);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
