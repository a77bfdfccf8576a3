import { parentPort, workerData } from "node:worker_threads";
import { StoreError } from "../errors.ts";
import { openFile } from "./file.ts";
import type { Answer, Question, WorkerStart } from "./protocol.ts";

/** Answers the questions of the thread that started this one, one after the other. */
function serve(start: WorkerStart): void {
  const port = parentPort;
  if (port === null) return;
  const file = openFile(start);
  let before: Promise<void> = Promise.resolve();
  port.on("message", (question: Question) => {
    before = before.then(async () => {
      const { answer, transfer } = await ask(question);
      port.postMessage(answer, transfer);
    });
  });
  const ask = async ({ id, call, asks }: Question) => {
    try {
      const { answers, transfer = [] } = await file(call, asks);
      return { answer: { id, answers } satisfies Answer, transfer };
    } catch (error) {
      const code = error instanceof StoreError ? error.code : undefined;
      const message = error instanceof Error ? error.message : "unknown";
      return { answer: { id, error: { code, message } } satisfies Answer, transfer: [] };
    }
  };
}

serve(workerData as WorkerStart);
