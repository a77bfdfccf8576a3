import { type TSchema, Type } from "typebox";

/**
 * The messages of OpenID AuthZEN Authorization API 1.0, its sections Information Model, Access
 * Evaluation, Access Evaluations and Search. Unknown members are ignored everywhere.
 */
const properties = Type.Optional(
  Type.Record(Type.String(), Type.Unknown(), {
    description: "Ignored by the hospital's policy: facts come from the world.",
  }),
);

const subject = Type.Object(
  {
    type: Type.String({ description: "person, or workload" }),
    id: Type.String({ description: "The internal id." }),
    properties,
  },
  { description: "Who wants to do it (section 5.1)." },
);

const resource = Type.Object(
  {
    type: Type.String({ description: "patient, ward, seat, or hospital" }),
    id: Type.String({ description: "The internal id." }),
    properties,
  },
  { description: "What it is done to (section 5.2)." },
);

const action = Type.Object(
  { name: Type.String({ description: "chart.open, order.place, ..." }), properties },
  { description: "What is to be done (section 5.3)." },
);

const context = Type.Record(Type.String(), Type.Unknown(), {
  description:
    "session, seat, device, purpose name things whose facts come from the world; of a workload, address is where it calls from and data the kind it asks for, such as Observation; enforce: true records an evaluation of a batch; remedies: false leaves ways forward out; explain: true adds what each policy looked at.",
});

/** An access evaluation request (section 6.1). */
export const evaluationRequest: TSchema = Type.Object(
  { subject, action, resource, context: Type.Optional(context) },
  { title: "Evaluation" },
);

/** An access evaluations request (section 7.1); what is wrong with an item is that item's failure. */
export const evaluationsRequest: TSchema = Type.Object(
  {
    subject: Type.Optional(subject),
    action: Type.Optional(action),
    resource: Type.Optional(resource),
    context: Type.Optional(context),
    evaluations: Type.Optional(
      Type.Array(Type.Unknown(), {
        description: "Evaluations; the members above are defaults, each as a whole. At most 1,000.",
      }),
    ),
    options: Type.Optional(
      Type.Object({
        evaluations_semantic: Type.Optional(
          Type.Union([
            Type.Literal("execute_all"),
            Type.Literal("deny_on_first_deny"),
            Type.Literal("permit_on_first_permit"),
          ]),
        ),
      }),
    ),
  },
  { title: "Evaluations" },
);

const page = Type.Optional(
  Type.Object({
    token: Type.Optional(Type.String()),
    next_token: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
);
const sought = Type.Object({ type: Type.String(), properties });

/** The search requests (sections Subject, Resource and Action Search); the target's own id is ignored. */
export const searchRequests: Readonly<Record<"subject" | "resource" | "action", TSchema>> = {
  subject: Type.Object({
    subject: sought,
    action,
    resource,
    context: Type.Optional(context),
    page,
  }),
  resource: Type.Object({
    subject,
    action,
    resource: sought,
    context: Type.Optional(context),
    page,
  }),
  action: Type.Object({ subject, resource, context: Type.Optional(context), page }),
};

/** An access evaluation response (section 6.2). */
export const evaluationResponse: TSchema = Type.Object(
  {
    decision: Type.Boolean(),
    context: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          "recorded, position, bundle, validUntil (milliseconds since 1970), policies, reason_user, reason_admin, obligations, remedies, advice, repeated, explanation, error",
      }),
    ),
  },
  { title: "Decision" },
);

/** An access evaluations response (section 7.2): decisions in the requests' order, or a single one. */
export const evaluationsResponse: TSchema = Type.Union([
  Type.Object({ evaluations: Type.Array(evaluationResponse) }, { title: "Decisions" }),
  evaluationResponse,
]);

/** A search response (sections Subject, Resource and Action Search): a page of results; the last page's token is empty. */
export const searchResponse: TSchema = Type.Object(
  {
    results: Type.Array(Type.Record(Type.String(), Type.Unknown())),
    page: Type.Object({ next_token: Type.String() }),
    context: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { title: "Results" },
);

/** The metadata of the decision point (section Policy Decision Point Metadata). */
export const configurationResponse: TSchema = Type.Object(
  {
    policy_decision_point: Type.String(),
    access_evaluation_endpoint: Type.String(),
    access_evaluations_endpoint: Type.Optional(Type.String()),
    search_subject_endpoint: Type.Optional(Type.String()),
    search_resource_endpoint: Type.Optional(Type.String()),
    search_action_endpoint: Type.Optional(Type.String()),
  },
  { title: "Configuration" },
);
