import { type Attribute, attribute, type ResourceType, type Schema } from "./attributes.ts";

/** The URN of the enterprise extension (RFC 7643 section 4.3). */
export const enterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** The URN of our own extension: what of an engagement SCIM has no word for. */
export const engagementUrn = "urn:wardkey:params:scim:schemas:engagement:1.0:User";

/** A multi-valued complex attribute of the usual form (RFC 7643 section 2.4). */
function values(name: string, description: string, types: readonly string[]): Attribute {
  return attribute(name, description, {
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute("value", "The value"),
      attribute("display", "What to call it"),
      attribute("type", "What it is for", { canonicalValues: types }),
      attribute("primary", "The one that counts", { type: "boolean" }),
    ],
  });
}

const name: Attribute = attribute("name", "The parts of the name; one alone will do", {
  type: "complex",
  subAttributes: [
    attribute("formatted", "The whole name as it is written"),
    attribute("familyName", "The family name"),
    attribute("givenName", "The given name"),
    attribute("middleName", "Middle names"),
    attribute("honorificPrefix", "What stands before the name"),
    attribute("honorificSuffix", "What stands after the name"),
  ],
});

const addresses: Attribute = attribute("addresses", "Postal addresses", {
  type: "complex",
  multiValued: true,
  subAttributes: [
    ...["formatted", "streetAddress", "locality", "region", "postalCode", "country"].map((part) =>
      attribute(part, `The ${part} of the address`),
    ),
    attribute("type", "What it is for", { canonicalValues: ["work", "home", "other"] }),
    attribute("primary", "The one that counts", { type: "boolean" }),
  ],
});

const groups: Attribute = attribute("groups", "The groups that the person is in", {
  type: "complex",
  multiValued: true,
  mutability: "readOnly",
  subAttributes: [
    attribute("value", "The group's id", { mutability: "readOnly", caseExact: true }),
    attribute("$ref", "The group's address", {
      type: "reference",
      mutability: "readOnly",
      referenceTypes: ["Group"],
    }),
    attribute("display", "The group's name", { mutability: "readOnly" }),
    attribute("type", "Always direct", { mutability: "readOnly", canonicalValues: ["direct"] }),
  ],
});

const userSchema: Schema = {
  id: "urn:ietf:params:scim:schemas:core:2.0:User",
  name: "User",
  description: "A person who works here",
  attributes: [
    attribute("userName", "What the sender calls the account", {
      required: true,
      uniqueness: "server",
    }),
    name,
    attribute("displayName", "The name that screens show"),
    attribute("nickName", "What they are called"),
    attribute("profileUrl", "A page about them", {
      type: "reference",
      referenceTypes: ["external"],
    }),
    attribute("title", "What the post is called"),
    attribute("userType", "The sender's word for what sort of employment it is"),
    attribute("preferredLanguage", "As in Accept-Language"),
    attribute("locale", "Such as de-CH"),
    attribute("timezone", "Such as Europe/Zurich"),
    attribute("active", "Whether an engagement is live; false ends it with all that hangs on it", {
      type: "boolean",
    }),
    values("emails", "Addresses of mail", ["work", "home", "other"]),
    values("phoneNumbers", "Telephone numbers", ["work", "home", "mobile", "fax", "pager"]),
    values("ims", "Addresses of instant messages", ["xmpp", "other"]),
    values("photos", "Addresses of pictures", ["photo", "thumbnail"]),
    values("entitlements", "The sender's entitlements: kept, and they give nothing here", []),
    values("roles", "The sender's roles: kept, and they give nothing here", []),
    addresses,
    groups,
  ],
};

const enterprise: Schema = {
  id: enterpriseUrn,
  name: "EnterpriseUser",
  description: "What an employer knows of a person",
  attributes: [
    attribute("employeeNumber", "HR's number of the person", {
      caseExact: true,
      uniqueness: "server",
    }),
    attribute("costCenter", "The cost centre"),
    attribute("organization", "The organisation"),
    attribute("division", "The division"),
    attribute("department", "The department"),
    attribute("manager", "Whom they report to", {
      type: "complex",
      subAttributes: [
        attribute("value", "The id of that user", { caseExact: true }),
        attribute("$ref", "The address of that user", {
          type: "reference",
          referenceTypes: ["User"],
        }),
        attribute("displayName", "Their name", { mutability: "readOnly" }),
      ],
    }),
  ],
};

const engagement: Schema = {
  id: engagementUrn,
  name: "Engagement",
  description: "Why and until when a person is here",
  attributes: [
    attribute("type", "What sort of engagement it is; employee where nothing is said", {
      canonicalValues: ["employee", "locum", "contractor", "student", "visiting"],
    }),
    attribute("ends", "When it ends; whoever is not employed here needs it", { type: "dateTime" }),
    attribute("sponsor", "The id of the user who answers for it", { caseExact: true }),
  ],
};

const groupSchema: Schema = {
  id: "urn:ietf:params:scim:schemas:core:2.0:Group",
  name: "Group",
  description: "Those who have one role in one ward or service",
  attributes: [
    attribute("displayName", "role@ward: a role of the policy, and a ward or service", {
      required: true,
      uniqueness: "server",
    }),
    attribute("members", "Who has the role there", {
      type: "complex",
      multiValued: true,
      subAttributes: [
        attribute("value", "The id of a user", { mutability: "immutable", caseExact: true }),
        attribute("$ref", "The address of that user", {
          type: "reference",
          mutability: "immutable",
          referenceTypes: ["User"],
        }),
        attribute("display", "Their name", { mutability: "readOnly" }),
        attribute("type", "Always User", { mutability: "immutable", canonicalValues: ["User"] }),
      ],
    }),
  ],
};

/** Users: people, with their engagement. */
export const userType: ResourceType = {
  name: "User",
  endpoint: "/Users",
  description: "People who work here",
  core: userSchema,
  extensions: [enterprise, engagement],
};

/** Groups: one for a role in a ward or service. */
export const groupType: ResourceType = {
  name: "Group",
  endpoint: "/Groups",
  description: "Roles in wards and services",
  core: groupSchema,
  extensions: [],
};
