/**
 * Wardkey runs its TypeScript as it is, which takes Node 24. Where `node` is older, the launchers
 * run themselves again with the Node 24 that npm put into node_modules (Linux), and stand between.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** True in a process whose Node is new enough. In any other it relays to such a Node, and exits. */
export async function underNode24(moduleUrl) {
  if (Number.parseInt(process.versions.node, 10) >= 24) {
    endWithLauncher();
    return true;
  }
  const node = findNode24();
  if (node === undefined) {
    console.error(
      `Wardkey needs Node 24 or newer, and this is ${process.version}: install it from https://nodejs.org`,
    );
    process.exit(1);
  }
  return relay(node, [fileURLToPath(moduleUrl), ...process.argv.slice(2)]);
}

function findNode24() {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    const found = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(found), "bin/node");
  } catch {
    return undefined;
  }
}

/**
 * Runs `node` with the same terminal, passes on signals, and ends as it ends. Never returns.
 *
 * Ctrl-C in a terminal reaches both processes, so SIGINT is passed on only where there is none.
 */
export function relay(node, args) {
  const child = spawn(node, args, { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  const pass = (signal) => child.kill(signal);
  process.on("SIGTERM", pass);
  process.on("SIGHUP", pass);
  process.on("SIGINT", (signal) => process.stdin.isTTY || pass(signal));
  child.on("error", (error) => {
    console.error(`Wardkey could not start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
  return new Promise(() => {});
}

/**
 * When the launcher is killed outright it passes on nothing, but the channel to it closes: then
 * this process ends itself, first in good order, and after ten seconds in any case.
 */
export function endWithLauncher() {
  if (process.channel === undefined) return;
  process.channel.unref();
  process.on("disconnect", () => {
    setTimeout(() => process.kill(process.pid, "SIGKILL"), 10_000).unref();
    process.kill(process.pid, "SIGTERM");
  });
}
