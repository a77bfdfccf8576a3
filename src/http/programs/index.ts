export { workloadView } from "./workload-view.ts";
