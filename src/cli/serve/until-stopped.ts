/** Waits for the first SIGTERM or SIGINT; further ones change nothing, since stopping in good order takes a moment. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve());
  });
}
