import { expect } from "vitest";
import { TestLog } from "../../tests/support/test-log.ts";
import type { Instant } from "../ports/index.ts";
import type { Actor, Workload, WorkloadTerms } from "../world/index.ts";
import { approveWorkload } from "./approve-workload.ts";
import { requestWorkload } from "./request-workload.ts";

export const day: number = 24 * 3_600_000;
/** 10:00 UTC on 10 March 2026. */
export const morning: Instant = 1_773_136_800_000;

const person = (id: string): Actor => ({ type: "person", id });
export const amy: Actor = person("amy");
export const ben: Actor = person("ben");

/** What somebody asks for: the gateway of a laboratory, owned by Amy, with Ben as her deputy. */
export const gateway: WorkloadTerms = {
  deputy: "ben",
  environment: "production",
  name: "Laboratory gateway",
  neededBy: ["4B"],
  owner: "amy",
  purpose: "Brings results into charts",
  scopes: ["system/Observation.rs", "system/Observation.c"],
  until: morning + 200 * day,
  vendor: "Acme",
};

/** A hospital of one ward and three people, in which workloads are looked at. */
export class House extends TestLog {
  constructor() {
    super(morning);
    this.record("site.registered", { site: "north", name: "North", zone: "Europe/London" });
    const place = { site: "north", type: "ward", pattern: "inpatient" } as const;
    this.record("ward.registered", { ...place, name: "4B", ward: "4B" });
    for (const id of ["amy", "ben", "cyn"]) this.engage(id);
  }

  engage(id: string): void {
    this.record("person.registered", { person: id });
    const [from, to] = [morning - 100 * day, morning + 300 * day];
    const terms = { engagement: `eng-${id}`, from, person: id, to, type: "employee" } as const;
    this.record("engagement.started", terms);
  }

  leave(id: string): void {
    this.record("engagement.ended", { engagement: `eng-${id}`, reason: "left" });
  }

  /** Asked for by Amy. */
  request(more: Partial<WorkloadTerms> & { readonly id?: string } = {}): string {
    return this.submit(requestWorkload({ ...gateway, ...more, actor: amy })).workload;
  }

  /** Asked for by Amy, approved by Ben, and let in. */
  active(more: Partial<WorkloadTerms> & { readonly id?: string } = {}): string {
    const workload = this.request(more);
    this.submit(approveWorkload({ workload, actor: ben }));
    this.record("workload.activated", { workload });
    return workload;
  }

  /** A key of a workload, of an instance where one is named. */
  key(workload: string, credential: string, instance?: string): string {
    this.record("workload-credential.added", {
      credential,
      ...(instance === undefined ? {} : { instance }),
      kind: "key",
      thumbprint: `of-${credential}`,
      until: morning + 90 * day,
      workload,
    });
    return credential;
  }

  workload(id: string): Workload | undefined {
    return this.world.workloads.get(id);
  }
}

/** The refusal with this code. */
export const refusal = (code: string): unknown =>
  expect.objectContaining({ code, name: "WorkloadError" });
