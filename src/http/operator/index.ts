export type { ImportNews, ImportProgress } from "./import-news.ts";
export { type Applications, type Candidates, operator } from "./operator.ts";
