import { type TProperties, Type } from "typebox";

const text = Type.String({ maxLength: 200 });

/** The members of a request for access, for every interface that takes one. */
export const grantMembers: TProperties = {
  kind: Type.Enum(["patient", "ward", "task", "role"], {
    description: "One patient; the patients of a ward; one action; or a role in a ward.",
  }),
  patient: Type.Optional(text),
  ward: Type.Optional(text),
  action: Type.Optional(text),
  role: Type.Optional(text),
  reason: Type.String({ description: "A code of grants.yaml." }),
  minutes: Type.Optional(
    Type.Number({ description: "How long, from when it is begun; absent: as long as is usual." }),
  ),
  lasts: Type.Optional(
    Type.Number({
      description: "The same in milliseconds, as remedies and answers say it. One of the two.",
    }),
  ),
  from: Type.Optional(
    Type.Number({ description: "Not before this instant, in milliseconds since 1970." }),
  ),
  words: Type.Optional(
    Type.String({ description: "In any language, for those who answer; kept erasable." }),
  ),
  renews: Type.Optional(text),
};
