export { createDeliveries, type Deliveries, waitAfter } from "./deliveries.ts";
export { followLog, type Kept, type LogFollower } from "./follow-log.ts";
export { createPost, type Post } from "./post.ts";
export { isSafeAddress } from "./safe-address.ts";
export { createTurns } from "./turns.ts";
