import type { dormancyEn } from "./dormancy.en.ts";

/** Was die Konsole über eine Beschäftigung sagt, mit der sich niemand anmeldet. */
export const dormancyDe: typeof dormancyEn = {
  engagementExempt: "Ungenutzt: bestehen lassen",
  exemptHint:
    "Womit sich niemand anmeldet, das ruht irgendwann von selbst. Bis zum Ende dieses Tages nicht, höchstens zwölf Monate lang.",
  exemptLast: "Letzter Tag davon",
  exemptDo: "Bis dahin bestehen lassen",
  exempted: (day) => `Bis zum ${day} ruht sie nicht von selbst.`,
  exemptTitle: "Ungenutzt",
  exemptSaid: (day) => `bleibt bestehen bis ${day}`,
};
