export type { ImportNews, ImportProgress } from "./import-news.ts";
export { operator } from "./operator.ts";
