import { createPost, type Post } from "../follower/index.ts";

/**
 * POSTs a SET over the network. A receiver that is silent for 10 s did not get it; what it says of an error is short (RFC 8935
 * section 2.3), and what comes after is not read.
 */
export const postSet: Post = createPost({ patience: 10_000, longest: 16_384 });

/** POSTs a poll over the network (RFC 8936): a transmitter may hold it until it has something. */
export const postPoll: Post = createPost({ patience: 90_000, longest: 4 * 1024 * 1024 });
