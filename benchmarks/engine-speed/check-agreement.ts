import type { Size } from "./contender.ts";
import { type ContenderName, contenders } from "./contenders.ts";
import { type Agreement, runContender } from "./measure-contenders.ts";

/** What all contenders agree on. */
export interface Agreed {
  readonly requests: number;
  readonly permits: number;
  readonly scopedRequests: number;
}

/**
 * Has every contender decide every request; those that give reasons must give the same. cedar-wasm with texts at
 * 1,000 policies and with all entities is so slow that only its first ones are compared.
 *
 * @throws Error naming the first request on which two differ
 */
export async function checkAgreement(seed: number): Promise<Agreed> {
  // One size beside the other: there are two processors.
  await Promise.all(([8, 1000] as const).map((size) => checkSize(size, seed)));
  const { requests, scopedRequests } = await askFor("hand-written", 8, seed);
  const permits = requests.replaceAll("0", "").length;
  return { requests: requests.length, permits, scopedRequests: scopedRequests.length };
}

async function checkSize(size: Size, seed: number): Promise<void> {
  const reference = await askFor("cedar-wasm-stateful", size, seed);
  for (const [name, { sizes }] of Object.entries(contenders)) {
    if (name === "cedar-wasm-stateful" || !sizes.includes(size)) continue;
    compare(name, size, await askFor(name as ContenderName, size, seed), reference);
  }
}

function askFor(contender: ContenderName, size: Size, seed: number): Promise<Agreement> {
  return runContender<Agreement>({ contender, size, seed, task: "agree", seconds: 0 });
}

function compare(name: string, size: Size, own: Agreement, reference: Agreement): void {
  for (const kind of ["requests", "scopedRequests"] as const) {
    const expected = reference[kind].slice(0, own[kind].length);
    const at = [...own[kind]].findIndex((decision, index) => decision !== expected[index]);
    if (at >= 0) throw new Error(`${name} at ${size} policies decides ${kind} ${at} otherwise`);
  }
  // Those that compare fewer requests have not the same ones here, and the others say nothing.
  if (own.explained.length !== reference.explained.length) return;
  const at = own.explained.findIndex((text, index) => text !== reference.explained[index]);
  if (at < 0) return;
  const [said, expected] = [own.explained[at], reference.explained[at]];
  throw new Error(`${name} at ${size} policies answers ${at} with ${said}, not ${expected}`);
}
