import type { Sentences } from "../shared/say-server.ts";

/** Warum über den Zugriff von jemandem nicht entschieden wurde (L8). */
export const accessReviewAnswersDe: Sentences = {
  "no-access-reviews":
    "Die Regeln sagen nicht, wie Zugriff geprüft wird. Ergänzen Sie access in reviews.yaml, und setzen Sie das in Kraft.",
  "campaign-open": "Genau das wird schon geprüft. Schließen Sie diese Prüfung zuerst ab.",
  "campaign-empty": "Niemand hat eine Rolle, die eine solche Prüfung ansehen würde.",
  "campaign-unknown": "Diese offene Zugriffsprüfung gibt es nicht.",
  "access-decided":
    "Darüber hat jemand anders entschieden, oder es ist von selbst zu Ende oder anders geworden.",
  "own-access":
    "Niemand entscheidet über den eigenen Zugriff. Das muss eine Kollegin oder ein Kollege ansehen.",
  "managers-access":
    "Niemand entscheidet über den Zugriff der eigenen Vorgesetzten. Jemand anders muss das ansehen.",
  "not-before-you":
    "Das liegt bei denen, die die Station leiten. Zu Ihnen kommt es, wenn dort niemand entscheiden kann oder entschieden hat.",
  "delegate-unfit":
    "Bitten lässt sich nur jemand anders, zu dessen Rolle das Prüfen von Zugriff gehört.",
};
