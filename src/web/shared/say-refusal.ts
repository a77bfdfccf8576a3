import type { ActionView, AdviceView, RefusalView, RemedyView } from "../../http/contract.ts";
import { own, type ServerWords, type Speech, sayEach, saySaid } from "./say-server.ts";

/** A refusal in the screen's own language; what has no words there, as a hospital's own rule, keeps the server's sentence. */
export function sayRefusal(refusal: RefusalView, speech: Speech): RefusalView {
  const { server: words } = speech;
  if (words === undefined) return refusal;
  const { action, advice, reasons, remedies, said, title } = refusal;
  const what = own(words.actions, action);
  return {
    ...refusal,
    title: what === undefined ? title : words.refused(what),
    reasons: sayEach(reasons, said, (server) => server.reasons, speech),
    remedies: remedies.map((remedy) => sayRemedy(remedy, words)),
    advice: advice.map((one) => sayAdvice(one, speech)),
  };
}

/** A way forward in the screen's own language, with the reasons that it asks to choose from. */
export function sayRemedy(remedy: RemedyView, words: ServerWords | undefined): RemedyView {
  if (words === undefined) return remedy;
  const { excuses, remedies } = words;
  const { type } = remedy;
  const code = type === "step-up" ? `${type}.${remedy.level}` : type;
  const ward =
    type === "request-cover"
      ? remedy.request.ward
      : type === "start-shift"
        ? remedy.ward
        : undefined;
  const label = own(remedies, code)?.replaceAll("{ward}", () => ward ?? "") ?? remedy.label;
  if (!("reasons" in remedy)) return { ...remedy, label };
  const reasons = remedy.reasons.map((reason) => ({
    ...reason,
    label: own(excuses, reason.code) ?? reason.label,
  }));
  return { ...remedy, label, reasons };
}

/** What a button of the chart is for, in the screen's own language, with why not and what leads on. */
export function sayAction(action: ActionView, speech: Speech): ActionView {
  const { server } = speech;
  if (server === undefined) return action;
  const what = own(server.actions, action.action);
  const parts = action.said?.map((one) => saySaid(one, (words) => words.reasons, speech)) ?? [];
  const isWhole = parts.length > 0 && !parts.includes(undefined);
  return {
    ...action,
    ...(what === undefined ? {} : { label: `${what.charAt(0).toUpperCase()}${what.slice(1)}` }),
    ...(isWhole ? { reason: parts.join(" ") } : {}),
    remedies: action.remedies.map((remedy) => sayRemedy(remedy, server)),
  };
}

function sayAdvice(one: AdviceView, speech: Speech): AdviceView {
  return { ...one, text: saySaid(one.said, (words) => words.advice, speech) ?? one.text };
}
