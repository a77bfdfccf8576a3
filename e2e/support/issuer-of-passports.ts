/**
 * Imported before a server's own program, it stands for the address at which an issuer of staff passports serves its list: what is in
 * the file that ISSUER_LIST names is the answer, `node --import issuer-of-passports.ts`. Nothing else is answered by it.
 */
import { readFileSync } from "node:fs";

const address = "https://passports.example/status/1";
const file = process.env["ISSUER_LIST"] ?? "";
const { fetch } = globalThis;

globalThis.fetch = async (input, init) =>
  String(input) === address ? new Response(readFileSync(file)) : fetch(input, init);
