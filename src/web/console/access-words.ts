import type {
  CampaignScopeView,
  CampaignWardView,
  ExceptionalView,
} from "../../http/campaigns-contract.ts";
import type { Messages } from "../messages/en.ts";

type Say<K extends string> = Readonly<Record<K, (t: Messages) => string>>;

/** Why a role is looked at by itself. */
export const becauseWords: Say<ExceptionalView> = {
  privileged: (t) => t.accessBecausePrivileged,
  "former-ward": (t) => t.accessBecauseFormerWard,
  "out-of-role": (t) => t.accessBecauseOutOfRole,
  outlier: (t) => t.accessBecauseOutlier,
  unused: (t) => t.accessBecauseUnused,
};

/** As what one decides. */
export const asWords: Say<CampaignWardView["as"]> = {
  manager: (t) => t.accessAsManager,
  delegate: (t) => t.accessAsDelegate,
  successor: (t) => t.accessAsSuccessor,
};

/** What a review can be of. */
export const kindWords: Say<CampaignScopeView["type"]> = {
  all: (t) => t.accessOpenKindsAll,
  ward: (t) => t.accessOpenKindsWard,
  role: (t) => t.accessOpenKindsRole,
  risk: (t) => t.accessOpenKindsRisk,
  event: (t) => t.accessOpenKindsEvent,
};

/** What is asked for besides. */
export const ofWords: Say<Exclude<CampaignScopeView["type"], "all">> = {
  ward: (t) => t.accessOpenOfWard,
  role: (t) => t.accessOpenOfRole,
  risk: (t) => t.accessOpenOfRisk,
  event: (t) => t.accessOpenOfEvent,
};

/** What a review is of, in a few words. */
export function scopeWords(
  { of = "", type }: CampaignScopeView,
  name: string,
  t: Messages,
): string {
  if (type === "all") return t.accessOfAll;
  if (type === "ward") return t.accessOfWard(name);
  if (type === "role") return t.accessOfRole(name);
  if (type === "event") return t.accessOfEvent(name);
  const why = Object.entries(becauseWords).find(([code]) => code === of);
  return t.accessOfRisk(why === undefined ? of : why[1](t));
}
