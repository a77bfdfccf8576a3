export type { ImportNews, ImportProgress } from "./import-news.ts";
export { type Applications, type Candidates, type MoveOrder, operator } from "./operator.ts";
