/**
 * What both ends of a wire must agree on: addresses, names, signed records, messages, pages,
 * errors.
 *
 * <p>Every type here is immutable, safe for use by many threads, and checked where it is made, so
 * that an invalid one does not exist. What does not fit is refused with a {@link
 * org.remotelog.format.RemoteLogException}. The formats are described in PROTOCOL.md; test vectors
 * are in {@code proto/vectors}.
 */
@NullMarked
package org.remotelog.format;

import org.jspecify.annotations.NullMarked;
