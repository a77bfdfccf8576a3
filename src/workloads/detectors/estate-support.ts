import type { Position } from "../../ports/index.ts";
import type { Bodies, Federation, LogRecord, WorkloadRefusal } from "../../world/index.ts";
import { approveWorkload } from "../approve-workload.ts";
import { requestWorkload } from "../request-workload.ts";
import { amy, ben, day, gateway, House, morning } from "../test-support.ts";

/** Forty days after the estate was let in: old enough for everything to have been used, and for nothing to be old. */
export const later: number = morning + 40 * day;

type Terms = Parameters<typeof requestWorkload>[0];
type Added = Partial<Omit<Bodies["workload-credential.added"], "credential" | "workload">>;

/** A hospital whose workloads are all as they should be, and in which a weakness can be planted. */
export class PlantedHouse extends House {
  /** One that is used each day, for all that it may, from one place, with a key of a month ago. */
  sound(id: string, terms: Partial<Terms> = {}, added: Added = {}): string {
    const networks = ["10.1.0.0/16"];
    this.submit(requestWorkload({ ...gateway, networks, ...terms, id, actor: amy } as Terms));
    this.submit(approveWorkload({ workload: id, actor: ben }));
    this.credential(id, `key-${id}`, added);
    this.record("workload.activated", { workload: id });
    return id;
  }

  credential(workload: string, credential: string, added: Added = {}): string {
    const isSet = added.kind === undefined || added.kind === "key";
    this.record("workload-credential.added", {
      credential,
      workload,
      kind: "key",
      ...(isSet ? { thumbprint: `of-${credential}` } : {}),
      until: this.now + 150 * day,
      ...added,
    });
    return credential;
  }

  /** A token of another issuer, as it should be. */
  federated(workload: string, federation: Partial<Federation> = {}): string {
    const exact = {
      issuer: "https://issuer.example",
      audience: "https://wardkey.example",
      subject: `system:serviceaccount:lab:${workload}`,
      jwksUri: "https://issuer.example/keys",
    };
    const kind = "federated" as const;
    return this.credential(workload, `fed-${workload}`, {
      kind,
      federation: { ...exact, ...federation },
    });
  }

  use(workload: string, more: Partial<Bodies["workload.used"]> = {}): void {
    const scopes = this.workload(workload)?.scopes ?? [];
    const place = "10.1.2.0/24";
    const credential = `key-${workload}`;
    this.record("workload.used", { workload, credential, place, scopes, ...more });
  }

  refuse(workload: string, why: WorkloadRefusal, credential?: string): void {
    const which = credential === undefined ? {} : { credential };
    this.record("workload.refused", { workload, why, place: "203.0.113.0/24", ...which });
  }

  /** The kinds of the records at these positions: what a finding rests on. */
  kindsAt(positions: readonly Position[]): readonly LogRecord["kind"][] {
    return positions.flatMap((position) => this.log[position]?.kind ?? []);
  }
}

/** So many of them, each as it should be: keys of their own and federated ones in turn, used an hour before {@link later}. */
export function soundEstate(count: number): PlantedHouse {
  const house = new PlantedHouse();
  const ids = Array.from({ length: count }, (_, index) => `sound-${index}`);
  for (const [index, id] of ids.entries()) {
    const vendor = index % 3 === 0 ? "own" : `vendor-${index % 7}`;
    const environment = index % 5 === 0 ? "test" : "production";
    house.sound(id, { vendor, environment, accounts: [`postgresql:${id}`] });
    if (index % 2 === 0) house.federated(id);
  }
  house.now = later - 3_600_000;
  for (const [index, id] of ids.entries()) {
    house.use(id, { credential: index % 2 === 0 ? `fed-${id}` : `key-${id}` });
  }
  house.now = later;
  return house;
}
