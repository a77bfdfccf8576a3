import { runCli } from "./cli/run-cli.ts";

// Whoever reads our output may stop (`wardkey verify | head`): what is printed after that is lost, the command is not.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await runCli(process.argv.slice(2), process.env);
