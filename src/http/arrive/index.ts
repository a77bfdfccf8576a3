export { arrive } from "./arrive.ts";
export { codeOf, linkHash, linkOf, newLink, openMail, sealMail } from "./link.ts";
