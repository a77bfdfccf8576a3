import type { Json } from "../../ports/index.ts";
import { scimPath } from "../oidc/index.ts";
import type { Attribute, ResourceType, Schema } from "./attributes.ts";
import { mostBytes, mostOperations } from "./bulk.ts";
import type { Resource } from "./coerce.ts";
import { mostResults } from "./find.ts";
import { groupType, userType } from "./schemas.ts";

const urn = "urn:ietf:params:scim:schemas:core:2.0";

/** What is offered (RFC 7643 section 5). */
export function serviceProviderConfig(origin: string, authorizationServer: string): Resource {
  return {
    schemas: [`${urn}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: mostOperations, maxPayloadSize: mostBytes },
    filter: { supported: true, maxResults: mostResults },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: "oauth2",
        name: "OAuth 2.0",
        description: `Access tokens of ${authorizationServer}: client credentials, private_key_jwt, the scopes scim.read and scim.manage`,
        specUri: "https://www.rfc-editor.org/info/rfc6749",
        primary: true,
      },
      {
        type: "oauthbearertoken",
        name: "API key",
        description: "The API key of a workload that has these scopes, as a bearer token",
        specUri: "https://www.rfc-editor.org/info/rfc6750",
      },
    ],
    meta: metaOf(origin, "ServiceProviderConfig", "/ServiceProviderConfig"),
  };
}

/** The kinds of resources (RFC 7643 section 6). */
export function resourceTypes(origin: string): readonly Resource[] {
  return [userType, groupType].map((type) => resourceTypeOf(origin, type));
}

function resourceTypeOf(
  origin: string,
  { core, description, endpoint, extensions, name }: ResourceType,
): Resource {
  return {
    schemas: [`${urn}:ResourceType`],
    id: name,
    name,
    description,
    endpoint,
    schema: core.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: metaOf(origin, "ResourceType", `/ResourceTypes/${name}`),
  };
}

/** The schemas (RFC 7643 section 7). */
export function schemas(origin: string): readonly Resource[] {
  const all = [userType, groupType].flatMap(({ core, extensions }) => [core, ...extensions]);
  return all.map((schema) => schemaOf(origin, schema));
}

function schemaOf(origin: string, { attributes, description, id, name }: Schema): Resource {
  return {
    schemas: [`${urn}:Schema`],
    id,
    name,
    description,
    attributes: attributes.map(attributeOf),
    meta: metaOf(origin, "Schema", `/Schemas/${id}`),
  };
}

function attributeOf({ subAttributes, ...attribute }: Attribute): Json {
  return {
    ...attribute,
    ...(subAttributes === undefined ? {} : { subAttributes: subAttributes.map(attributeOf) }),
  } as unknown as Json;
}

function metaOf(origin: string, resourceType: string, path: string): Resource {
  return { resourceType, location: `${origin}${scimPath}${path}` };
}
