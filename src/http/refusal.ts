import type { Advice, Bundle, CoverWish, Denial, Remedy } from "../access/index.ts";
import type { AdviceView, RefusalView, RemedyView } from "./contract.ts";
import type { NameBook } from "./names.ts";

/** A denial as a screen shows it: what, why, what next. `position` is that of its record. */
export function refusalView(
  bundle: Bundle,
  action: string,
  denial: Denial,
  position: number,
  names: NameBook,
): RefusalView {
  return {
    action,
    title: titleOf(bundle, action),
    reasons: denial.reasons,
    said: denial.said,
    remedies: denial.remedies.flatMap((remedy) => remedyView(bundle, remedy) ?? []),
    advice: denial.advice.map((advice) => adviceView(advice, names)),
    position,
  };
}

/** "You can't open this chart". */
function titleOf(bundle: Bundle, action: string): string {
  return `You can't ${bundle.actions.get(action)?.title ?? "do this"}`;
}

/** A way forward as a screen offers it; undefined: whoever reads it there is in already. */
export function remedyView(bundle: Bundle, remedy: Remedy): RemedyView | undefined {
  const { type, label } = remedy;
  if (type === "sign-in") return undefined;
  if (type === "step-up") return { type, level: remedy.level, label };
  if (type === "start-cover") {
    return { type, label, grant: remedy.grant, minutes: Math.round(remedy.lasts / 60_000) };
  }
  if (type === "request-cover") {
    const codes = [...bundle.grants.reasons].map(([code, title]) => ({ code, label: title }));
    const wider = remedy.wider.map((wish) => {
      const title = wish.role === undefined ? undefined : bundle.roles.get(wish.role)?.title;
      return { ...inMinutes(wish), ...(title === undefined ? {} : { title }) };
    });
    return { type, label, request: inMinutes(remedy.request), wider, reasons: codes };
  }
  if (type === "start-shift") {
    const { ward, role, lasts } = remedy;
    return { type, label, ward, role, minutes: Math.round(lasts / 60_000) };
  }
  if (type !== "break-glass") return { type, label };
  const minutes = Math.round(remedy.lasts / 60_000);
  const reasons = [...bundle.breakGlass.reasons].map(([code, title]) => ({ code, label: title }));
  return { type, minutes, label, reasons };
}

function inMinutes({ lasts, ...asked }: CoverWish) {
  return { ...asked, minutes: Math.round(lasts / 60_000) };
}

/** Whom to ask, or when it opens by itself, with the names of those who are meant. */
function adviceView({ text, said, people }: Advice, names: NameBook): AdviceView {
  return { type: "ask-whom", text, said, people: people.map((id) => names.person(id)) };
}
