import type { Bundle } from "../../access/index.ts";
import type { Receipt } from "../../audit/index.ts";
import type { AccessEvidence } from "../../reviews/index.ts";
import type { World } from "../../world/index.ts";
import { type NameBook, namePlace } from "../names.ts";
import { type EvidenceWords, evidenceWords } from "./evidence-words.ts";

/** Evidence, and what proves it. */
export interface EvidencePack {
  readonly evidence: AccessEvidence;
  readonly remediation: readonly Receipt[];
  readonly signature: Receipt;
}

interface Printing {
  readonly bundle: Bundle;
  readonly language: "de" | "en";
  readonly names: NameBook;
  readonly world: World;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function safe(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? "");
}

function instant(at: number | undefined): string {
  return at === undefined ? "" : `${new Date(at).toISOString().slice(0, 16)}Z`;
}

function row(cells: readonly string[], tag: "td" | "th" = "td"): string {
  return `<tr>${cells.map((cell) => `<${tag}>${safe(cell)}</${tag}>`).join("")}</tr>`;
}

/** The evidence as a page to print, with the names as they are now; what is signed holds none. */
export function printEvidence(
  { evidence, remediation, signature }: EvidencePack,
  { bundle, language, names, world }: Printing,
): string {
  const { campaign, items, openedBy, reviewers, scope } = evidence;
  const t = evidenceWords[language];
  const called = (role: string) => {
    const title = bundle.roles.get(role)?.title ?? role;
    return t.roles.get(title) ?? title;
  };
  const who = (id: string) => (id === "wardkey" ? t.nobody : names.person(id).name);
  const seconds = (spent: number) => `${Math.round(spent / 1_000)} s`;
  const decided = items.map(({ because, decision, escalated, had, person, role, usedAt, ward }) => {
    const outcome = decision?.outcome ?? (escalated === true ? "escalated" : "open");
    return row([
      names.person(person).name,
      called(role),
      namePlace(world, ward),
      because.map((one) => t.because[one]).join(", "),
      usedAt === undefined ? t.unused : instant(usedAt),
      t.outcomes[outcome],
      decision === undefined ? "" : `${who(decision.by)}, ${t.hows[decision.how]}`,
      instant(decision?.at),
      decision === undefined ? "" : String(decision.position),
      had ? t.yes : t.no,
    ]);
  });
  const list = reviewers.map(({ by, confirmed, ended, spent }) =>
    row([who(by), String(confirmed), String(ended), seconds(spent)]),
  );
  const title = safe(t.title(campaign));
  const what = scopeName(scope, { called, names, t, world });
  const of = safe([t.scopes[scope.type], ...(what === undefined ? [] : [what])].join(" "));
  const position = String(signature.record["position"] ?? "");
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>`,
    "<style>body{font:11pt sans-serif}table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:2pt 4pt;text-align:left;font-size:9pt}tr{break-inside:avoid}pre{white-space:pre-wrap;overflow-wrap:anywhere}</style></head><body>",
    `<h1>${title}</h1>`,
    `<p>${t.of}: ${of}. ${safe(openingWords(evidence, t, who(openedBy)))}</p>`,
    `<h2>${t.reviewers}</h2><table>${row(t.reviewerHeads, "th")}${list.join("")}</table>`,
    `<h2>${t.decisions}</h2><table>${row(t.decisionHeads, "th")}${decided.join("")}</table>`,
    `<h2>${t.proof}</h2>`,
    `<p>${safe(t.proofOf(position, remediation.length))}</p>`,
    `<pre>${safe(signature.checkpoint)}</pre>`,
    "</body></html>",
  ].join("\n");
}

/** What a scope names, as people call it. */
function scopeName(
  { of, type }: AccessEvidence["scope"],
  {
    called,
    names,
    t,
    world,
  }: Pick<Printing, "names" | "world"> & {
    readonly called: (role: string) => string;
    readonly t: EvidenceWords;
  },
): string | undefined {
  if (of === undefined) return undefined;
  if (type === "event") return names.person(of).name;
  if (type === "role") return called(of);
  if (type === "ward") return namePlace(world, of);
  return Object.entries(t.because).find(([reason]) => reason === of)?.[1] ?? of;
}

function openingWords(
  { closedAt, due, openedAt }: AccessEvidence,
  t: EvidenceWords,
  by: string,
): string {
  const end = closedAt === undefined ? t.left : t.closed(instant(closedAt));
  return `${t.opened(instant(openedAt), by)}; ${t.due(instant(due))}; ${end}.`;
}
