import { expected, listAt, objectAt, textAt, uidAt, whyUnreadable } from "../door.ts";
import type { PolicySource, SourceProblem, TemplateLink } from "../types.ts";
import { isPlain } from "../values/decode.ts";
import { Fault } from "../values/fault.ts";
import { type Place, placeAt } from "./place.ts";

/** A source's texts, or why they are none. */
export type ReadSource =
  | { readonly type: "read"; readonly source: Required<PolicySource> }
  | { readonly type: "refused"; readonly problems: readonly SourceProblem[] };

/** What of a source is being read: where a problem is, at its beginning unless it has a place. */
type Part = Pick<SourceProblem, "source" | "id"> & Partial<Place>;

/** Reads a source once: the hash, the code and Cedar's own answer are all about these texts. */
export function readSource(given: unknown): ReadSource {
  let part: Part = { source: "schema" };
  const at = (next: Part) => {
    part = next;
  };
  try {
    const { schema, policies, templates = {}, links = [] } = objectAt("the policy source", given);
    if (typeof schema !== "string") throw new Fault("the schema is not a text in Cedar's syntax");
    wholeText("the schema", schema, (place) => at({ source: "schema", ...place }));
    at({ source: "link" });
    const listed = listAt("the links", links);
    return {
      type: "read",
      source: {
        schema,
        policies: readTexts("policy", policies, at),
        templates: readTexts("template", templates, at),
        links: Array.from(listed, (link) => readLink(link, at)),
      },
    };
  } catch (error) {
    const message = error instanceof Fault ? error.message : whyUnreadable("it", error);
    return { type: "refused", problems: [{ line: 1, column: 1, ...part, message }] };
  }
}

function readTexts(
  source: "policy" | "template",
  given: unknown,
  at: (part: Part) => void,
): Readonly<Record<string, string>> {
  at({ source });
  if (!isPlain(given)) {
    const all = source === "policy" ? "the policies" : "the templates";
    throw expected(all, "an object of texts by id", given);
  }
  return Object.fromEntries(
    Object.keys(given).map((id) => {
      at({ source, id });
      wholeText("the id", id);
      const text = wholeText(`the ${source}`, given[id], (place) => at({ source, id, ...place }));
      return [id, text];
    }),
  );
}

/** cedar-wasm would read half of a surrogate pair as another character; `isAt` is told where it stands. */
function wholeText(what: string, given: unknown, isAt?: (place: Place) => void): string {
  const text = textAt(what, given);
  if (text.isWellFormed()) return text;
  isAt?.(placeAt(text, text.search(/\p{Surrogate}/u)));
  throw new Fault(`${what}: half of a surrogate pair is no text`);
}

function readLink(given: unknown, at: (part: Part) => void): TemplateLink {
  at({ source: "link" });
  const link = objectAt("the link", given);
  const id = wholeText("the link's id", link["id"]);
  at({ source: "link", id });
  const values = link["values"];
  if (!isPlain(values))
    throw expected("the link's values", "an object of entities by slot", values);
  return {
    id,
    template: textAt("the link's template", link["template"]),
    values: Object.fromEntries(
      Object.keys(values).map((slot) => [slot, uidAt(slot, values[slot])]),
    ),
  };
}
