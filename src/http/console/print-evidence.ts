import type { Bundle } from "../../access/index.ts";
import type { Receipt } from "../../audit/index.ts";
import type { AccessEvidence } from "../../reviews/index.ts";
import type { World } from "../../world/index.ts";
import { type NameBook, namePlace } from "../names.ts";

/** Evidence, and what proves it. */
export interface EvidencePack {
  readonly evidence: AccessEvidence;
  readonly remediation: readonly Receipt[];
  readonly signature: Receipt;
}

interface Printing {
  readonly bundle: Bundle;
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
  { bundle, names, world }: Printing,
): string {
  const { campaign, closedAt, due, items, openedAt, openedBy, reviewers, scope } = evidence;
  const who = (id: string) => (id === "wardkey" ? "nobody answered" : names.person(id).name);
  const seconds = (spent: number) => `${Math.round(spent / 1_000)} s`;
  const decided = items.map(({ because, decision, escalated, had, person, role, usedAt, ward }) => {
    const outcome = decision?.outcome ?? (escalated === true ? "escalated" : "open");
    const by = decision === undefined ? "" : `${who(decision.by)}, ${decision.how}`;
    return row([
      names.person(person).name,
      bundle.roles.get(role)?.title ?? role,
      namePlace(world, ward),
      because.join(", "),
      usedAt === undefined ? "no use on record" : instant(usedAt),
      outcome,
      by,
      instant(decision?.at),
      decision === undefined ? "" : String(decision.position),
      had ? "yes" : "no",
    ]);
  });
  const heads = ["Who", "Role", "Where", "Why by itself", "Last used", "Outcome", "By", "When"];
  const list = reviewers.map(({ by, confirmed, ended, spent }) =>
    row([who(by), String(confirmed), String(ended), seconds(spent)]),
  );
  const of = scope.of === undefined ? "" : ` ${scope.of}`;
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Access review ${safe(campaign)}</title>`,
    "<style>body{font:11pt sans-serif}table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:2pt 4pt;text-align:left;font-size:9pt}tr{break-inside:avoid}</style></head><body>",
    `<h1>Access review ${safe(campaign)}</h1>`,
    `<p>Of: ${safe(scope.type + of)}. Opened ${instant(openedAt)} by ${safe(who(openedBy))}; due ${instant(due)}; ${closedAt === undefined ? "something is left to decide" : `all decided ${instant(closedAt)}`}.</p>`,
    `<h2>Who decided</h2><table>${row(["Who", "Confirmed", "Ended", "Time that their page counted"], "th")}${list.join("")}</table>`,
    `<h2>What was decided</h2><table>${row([...heads, "Position", "Still had"], "th")}${decided.join("")}</table>`,
    "<h2>Proof</h2>",
    `<p>The evidence hashes to what the record at position ${safe(String(signature.record["position"] ?? ""))} says, and the log's key signs that record. Each of the ${remediation.length} acts by which access ended has a receipt of its own. The JSON beside this page holds all of them; wardkey verify --receipt checks each.</p>`,
    `<pre>${safe(signature.checkpoint)}</pre>`,
    "</body></html>",
  ].join("\n");
}
