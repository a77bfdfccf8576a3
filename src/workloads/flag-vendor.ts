import type { Actor, Command, VendorFlag } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";

/**
 * Says that a vendor is not trusted now: all that it makes is found from then on (NHI3), and can be stopped by its name. Nothing
 * stops by this. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `vendor-unknown`
 */
export function flagVendor(request: {
  readonly vendor: string;
  readonly because: VendorFlag;
  readonly actor: Actor;
}): Command<void> {
  const { actor, because, vendor } = request;
  return {
    name: "vendor.flag",
    actor,
    handle: ({ world }) => {
      const isKnown = [...world.workloads.values()].some((one) => one.vendor === vendor);
      if (!isKnown) throw new WorkloadError("vendor-unknown");
      return {
        records: [{ kind: "vendor.flagged", body: { vendor, because } }],
        answer: undefined,
      };
    },
  };
}

/**
 * The vendor is trusted again. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `vendor-unknown`
 */
export function clearVendor(request: {
  readonly vendor: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, vendor } = request;
  return {
    name: "vendor.clear",
    actor,
    handle: ({ world }) => {
      if (!world.vendors.has(vendor)) throw new WorkloadError("vendor-unknown");
      return { records: [{ kind: "vendor.cleared", body: { vendor } }], answer: undefined };
    },
  };
}
