export type { ImportNews, ImportProgress } from "./import-news.ts";
export { type Applications, operator } from "./operator.ts";
