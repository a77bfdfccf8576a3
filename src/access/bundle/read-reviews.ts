import type { AccessReviewEvent, AccessReviewRules, BundleProblem, ReviewTimes } from "./bundle.ts";
import {
  durationOf,
  type Entry,
  itemsOf,
  numberOf,
  readYaml,
  recordOf,
  type YamlFile,
} from "./yaml.ts";

/** Reads reviews.yaml. Without the file nobody is reminded, nothing escalates, and nobody reviews what access people have. */
export function readReviews(
  file: string,
  text: string | undefined,
): { readonly reviews: ReviewTimes | undefined; readonly problems: readonly BundleProblem[] } {
  if (text === undefined) return { reviews: undefined, problems: [] };
  const { yaml, root } = readYaml(file, text);
  if (root === undefined) return { reviews: undefined, problems: yaml.problems };
  const whole: Entry = { key: "the file", keyNode: root, value: root };
  const stated = recordOf(yaml, whole, ["remind-before", "escalate-after"], ["access"]);
  if (stated === undefined) return { reviews: undefined, problems: yaml.problems };
  const access = stated.access === undefined ? undefined : readAccess(yaml, stated.access);
  const reviews: ReviewTimes = {
    remindBefore: durationOf(yaml, stated["remind-before"]),
    escalateAfter: durationOf(yaml, stated["escalate-after"]),
    ...(access === undefined ? {} : { access }),
  };
  return { reviews, problems: yaml.problems };
}

function readAccess(yaml: YamlFile, entry: Entry): AccessReviewRules | undefined {
  const stated = recordOf(yaml, entry, [
    "lasts",
    "remind-before",
    "unused-after",
    "rostered-within",
    "peers",
    "outlier-below",
    "events",
  ]);
  if (stated === undefined) return undefined;
  const lasts = durationOf(yaml, stated.lasts);
  if (lasts === 0) yaml.refuse(stated.lasts.value, "lasts must leave reviewers some time");
  return {
    lasts,
    remindBefore: durationOf(yaml, stated["remind-before"]),
    unusedAfter: durationOf(yaml, stated["unused-after"]),
    rosteredWithin: durationOf(yaml, stated["rostered-within"]),
    peers: numberOf(yaml, stated.peers, 1, 1_000),
    outlierBelow: numberOf(yaml, stated["outlier-below"], 0, 100),
    events: readEvents(yaml, stated.events),
  };
}

const events = ["unjustified", "former-ward"] as const satisfies readonly AccessReviewEvent[];

function readEvents(yaml: YamlFile, entry: Entry): ReadonlySet<AccessReviewEvent> {
  const named = itemsOf(yaml, entry).flatMap(({ node, text }) => {
    const event = events.find((one) => one === text);
    if (event === undefined) {
      yaml.refuse(node, `"${text}" is no event; it can be ${events.join(" or ")}`);
    }
    return event ?? [];
  });
  return new Set(named);
}
