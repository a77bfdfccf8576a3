export { arrive } from "./arrive.ts";
export { codeOf, linkHash, linkOf, newLink } from "./link.ts";
