import { Worker } from "node:worker_threads";
import { StoreError, type StoreErrorCode } from "../errors.ts";
import type { Answer, Calls, Question, WorkerStart } from "./protocol.ts";

/** A worker thread that answers questions in the order in which they are asked. */
export interface Thread {
  call<C extends keyof Calls>(
    call: C,
    asks: Calls[C]["asks"],
    transfer?: readonly ArrayBuffer[],
  ): Promise<Calls[C]["answers"]>;
  /** Waits for what was asked before, then ends the thread. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(answers: unknown): void;
  reject(error: Error): void;
}

/** Starts a worker on a database file. Nothing is opened before it is asked to `open`. */
export function startThread(start: WorkerStart): Thread {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), {
    workerData: start,
  });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let over: StoreError | undefined;
  const end = (error: StoreError) => {
    over ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("message", (answer: Answer) => {
    const waiter = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ("error" in answer) waiter?.reject(revive(answer.error));
    else waiter?.resolve(answer.answers);
  });
  worker.on("error", (error) =>
    end(new StoreError("unreachable", `The thread of the ${start.role} failed: ${error.message}`)),
  );
  worker.on("exit", () => end(new StoreError("closed", "The store was closed.")));
  const call: Thread["call"] = (name, asks, transfer = []) => {
    if (over !== undefined) return Promise.reject(over);
    const id = asked++;
    const question: Question = { id, call: name, asks };
    return new Promise<Calls[typeof name]["answers"]>((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (answers: unknown) => void, reject });
      worker.postMessage(question, [...transfer]);
    });
  };
  return {
    call,
    async close() {
      if (over !== undefined) return;
      const closed = call("close", undefined);
      over = new StoreError("closed", "The store was closed.");
      await closed;
      await worker.terminate();
    },
  };
}

function revive(error: { readonly code: string | undefined; readonly message: string }): Error {
  if (error.code === undefined) return new Error(error.message);
  return new StoreError(error.code as StoreErrorCode, error.message);
}
