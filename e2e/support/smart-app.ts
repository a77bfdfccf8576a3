import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

const require = createRequire(import.meta.url);
const library = require.resolve("fhirclient/build/fhir-client.min.js");

/** A browser application as fhirclient makes them: two pages and a library. */
export interface SmartApp {
  readonly url: string;
  close(): void;
}

/** What its launch page asks with. */
export interface SmartAppOptions {
  readonly clientId: string;
  readonly scope: string;
  /** The FHIR server of a standalone launch; a launch from a seat brings its own. */
  readonly iss: string;
}

/** Serves it on a free port of this machine. */
export async function serveSmartApp(options: SmartAppOptions): Promise<SmartApp> {
  const { clientId, iss, scope } = options;
  const authorize = { clientId, scope, redirectUri: "/index.html", pkceMode: "required" };
  const pages: Readonly<Record<string, string>> = {
    "/launch.html": page(`FHIR.oauth2.authorize(${JSON.stringify(authorize)})`),
    "/standalone.html": page(`FHIR.oauth2.authorize(${JSON.stringify({ ...authorize, iss })})`),
    "/index.html": page(`
      const show = (what) => { document.querySelector("pre").textContent = JSON.stringify(what); };
      FHIR.oauth2.ready().then(
        (client) => {
          window.client = client;
          const { tokenResponse } = client.state;
          show({ ...tokenResponse, patientId: client.patient.id, encounterId: client.encounter.id, userId: client.user.id });
        },
        (error) => show({ error: error.message }),
      )`),
  };
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] as string;
    if (path === "/fhir-client.js") {
      response.setHeader("content-type", "text/javascript");
      return response.end(readFileSync(library));
    }
    const body = pages[path];
    response.statusCode = body === undefined ? 404 : 200;
    response.setHeader("content-type", "text/html; charset=utf-8");
    return response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

function page(script: string): string {
  return `<!doctype html><title>A SMART application</title><pre></pre>
<script src="/fhir-client.js"></script><script>${script}</script>`;
}
