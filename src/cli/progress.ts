import { SingleBar } from "cli-progress";

/**
 * A bar on the terminal's error stream, with a note beside it; silent where there is no terminal, or where `quiet` is
 * asked for.
 */
export function progressBar(
  label: string,
  quiet = false,
  stream: NodeJS.WriteStream = process.stderr,
): { update(done: number, total: number, note?: string): void; stop(): void } {
  if (quiet || !stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: `${label} [{bar}] {percentage} % {note}`,
    stream,
    hideCursor: true,
    clearOnComplete: true,
  });
  let started = false;
  return {
    update(done, total, note = `${done}/${total}`) {
      if (!started) bar.start(total, 0, { note });
      started = true;
      bar.setTotal(total);
      bar.update(done, { note });
    },
    stop: () => bar.stop(),
  };
}
