import { splitPolicies } from "../../access/index.ts";
import { findClauses } from "./find-conditions.ts";
import { lineAt, type Mutant, type PolicyFiles, replaced } from "./mutant.ts";

/** A policy, and where its text stands in its file. */
interface Placed {
  readonly id: string;
  readonly text: string;
  readonly file: string;
  readonly from: number;
}

/** Each policy removed in turn, each of its clauses, and each side of an `&&` or `||` in them. */
export function mutatePolicies(files: PolicyFiles): readonly Mutant[] {
  return policiesIn(files).flatMap((policy) => [
    withoutPolicy(files, policy),
    ...withoutConditions(files, policy),
  ]);
}

function policiesIn(files: PolicyFiles): readonly Placed[] {
  return Object.entries(files)
    .filter(([file]) => file.endsWith(".cedar"))
    .flatMap(([file, text]) => {
      let after = 0;
      return splitPolicies(file, text).parts.map((part) => {
        const from = text.indexOf(part.text, after);
        after = from + part.text.length;
        return { id: part.id, text: part.text, file, from };
      });
    });
}

function withoutPolicy(files: PolicyFiles, { id, text, file, from }: Placed): Mutant {
  const whole = files[file] ?? "";
  const rest = { ...files, [file]: replaced(whole, from, from + text.length, "") };
  return {
    group: "policy",
    what: `policy ${id} removed`,
    file,
    line: lineAt(whole, from),
    files: withoutMention(rest, id),
    about: id,
  };
}

/** A list that names a policy which is not there is refused when it is loaded: whoever takes one out takes the name out too. */
function withoutMention(files: PolicyFiles, id: string): PolicyFiles {
  const withoutName = (list: string) => {
    const names = list.slice(1, -1).split(",");
    const others = names.filter((name) => name.trim() !== id);
    return others.length === names.length ? list : `[${others.join(",").trim()}]`;
  };
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [
      file,
      file.endsWith(".yaml") ? text.replace(/\[[^\]]*\]/g, withoutName) : text,
    ]),
  );
}

function withoutConditions(
  files: PolicyFiles,
  { id, text, file, from }: Placed,
): readonly Mutant[] {
  const whole = files[file] ?? "";
  const without = (what: string, cut: { readonly from: number; readonly to: number }): Mutant => ({
    group: "condition",
    what,
    file,
    line: lineAt(whole, from + cut.from),
    files: { ...files, [file]: replaced(whole, from + cut.from, from + cut.to, "") },
    about: id,
  });
  return findClauses(text).flatMap((clause) => [
    without(`policy ${id} without its \`${clause.kind}\``, clause),
    ...clause.operands.map((operand) =>
      without(`policy ${id} without \`${operand.text}\``, operand.cut),
    ),
  ]);
}
