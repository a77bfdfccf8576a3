import { type ActorType, actorTypes } from "../vocabulary/sentence.ts";
import { vocabulary } from "../vocabulary/vocabulary.ts";

const titles: Readonly<Record<ActorType, string>> = {
  person: "A person",
  patient: "A patient",
  workload: "A workload",
  feed: "A feed",
  database: "The database",
  register: "The professional register",
  hr: "HR's file",
};

/** Writes everything that a step can say, as Markdown tables: for the guide and for `--words`. */
export function writeVocabulary(): string {
  return actorTypes.map(tableOf).join("\n");
}

function tableOf(actor: ActorType): string {
  const rows = vocabulary
    .filter((sentence) => sentence.actor === actor)
    .map(({ form, means, costs }) => `| ${cell(`\`${form}\``)} | ${cell(means)} | ${costs} |`);
  const head = [`| ${titles[actor]} | means | costs |`, "| --- | --- | --- |"];
  return `${[...head, ...rows].join("\n")}\n`;
}

/** A bar would end the cell, in code too. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
