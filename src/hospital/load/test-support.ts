import type { Instant, Json, SideKey } from "../../ports/index.ts";
import {
  apply,
  type Command,
  currentVersion,
  type Draft,
  emptyWorld,
  fork,
  type LogRecord,
  merge,
} from "../../world/index.ts";
import type { Hospital } from "../hospital.ts";
import { seededId } from "../random.ts";
import { hospitalCommands, type LoadDeps } from "./hospital-commands.ts";

/** A log that keeps the world and the side rows only. */
export interface Folded {
  readonly world: Draft;
  readonly side: ReadonlyMap<string, Json>;
  readonly records: readonly LogRecord[];
  submit<A>(command: Command<A>, at: Instant): A;
}

/** Handles commands one by one, as the sequencer does, without bytes. */
export function createFold(): Folded {
  const world = emptyWorld();
  const side = new Map<string, Json>();
  const records: LogRecord[] = [];
  let ids = 0;
  const address = ({ key, table }: SideKey): string => `${table}|${key}`;
  return {
    world,
    side,
    records,
    submit(command, at) {
      const draft = fork(world);
      const needs = new Set((command.needs ?? []).map(address));
      const outcome = command.handle({
        world: draft,
        at,
        position: draft.next,
        side: (key) => {
          if (!needs.has(address(key))) throw new Error(`${address(key)} was not asked for`);
          return side.get(address(key));
        },
        id: (prefix) => `${prefix}_${++ids}`,
      });
      const { actor } = command;
      for (const record of outcome.records) {
        const envelope = {
          position: draft.next,
          at,
          id: `rec_${++ids}`,
          batch: "b",
          v: currentVersion,
        };
        const placed = { actor, ...record, ...envelope } as LogRecord;
        apply(draft, placed);
        records.push(placed);
      }
      for (const { value, ...key } of outcome.side ?? []) {
        if (value === undefined) side.delete(address(key));
        else side.set(address(key), value);
      }
      merge(world, draft);
      return outcome.answer;
    },
  };
}

/** Hashes that a test can read. */
export const plainDeps: LoadDeps = {
  hash: (use, secret) => `${use}(${secret})`,
  messageHash: (text) => seededId("test", "hash", text),
};

/** The world after loading `hospital` into an empty one. */
export function loadedWorld(hospital: Hospital): Folded {
  const folded = createFold();
  for (const command of hospitalCommands(hospital, plainDeps)) folded.submit(command, hospital.now);
  return folded;
}
