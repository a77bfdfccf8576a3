import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, Command, Device, NewRecord } from "../world/index.ts";

/** What the management of devices says of one. */
export interface DeviceReport {
  readonly device: string;
  readonly managed: boolean;
  readonly encrypted: boolean;
  /** When it last checked in there. */
  readonly checkedInAt: Instant;
}

/** What became of the reports, by their devices. */
export interface ReportAnswer {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Not registered here, or lost, or handed back. */
  readonly unknown: readonly string[];
  /** An older one than the last that was taken in. */
  readonly overtaken: readonly string[];
}

/** A check-in that says nothing new is recorded when it is this much later than the last one that was. */
const worthSaying: Duration = 15 * 60_000;

/**
 * Takes in what the management of devices says (C8): it is the only one who is believed about whether a device is
 * managed and encrypted. Said twice, the second time changes nothing; what is older than what is known does not count; a
 * check-in that lies ahead of us counts as of now. Whether the actor may is the caller's to decide.
 */
export function reportDevices(
  reports: readonly DeviceReport[],
  actor: Actor,
): Command<ReportAnswer> {
  return {
    name: "device.report",
    actor,
    handle: ({ world, at }) => {
      const records: NewRecord[] = [];
      const said = {
        changed: [] as string[],
        unchanged: [] as string[],
        unknown: [] as string[],
        overtaken: [] as string[],
      };
      const latest = new Map<string, Device>();
      for (const report of reports) {
        const known = latest.get(report.device) ?? world.devices.get(report.device);
        const checkedInAt = Math.min(report.checkedInAt, at);
        const verdict = judge(known, { ...report, checkedInAt });
        said[verdict].push(report.device);
        if (known === undefined || verdict !== "changed") continue;
        const { device, encrypted, managed } = report;
        const before = known.managed === managed ? {} : { wasManaged: known.managed };
        const body = { checkedInAt, device, encrypted, managed, ...before };
        records.push({ kind: "device.reported", body });
        latest.set(device, { ...known, checkedInAt, encrypted, managed });
      }
      return { records, answer: said };
    },
  };
}

function judge(known: Device | undefined, report: DeviceReport): keyof ReportAnswer {
  if (known === undefined) return "unknown";
  const { checkedInAt: last } = known;
  if (last !== undefined && report.checkedInAt < last) return "overtaken";
  const same = known.managed === report.managed && known.encrypted === report.encrypted;
  const soon = last !== undefined && report.checkedInAt - last < worthSaying;
  return same && soon ? "unchanged" : "changed";
}
