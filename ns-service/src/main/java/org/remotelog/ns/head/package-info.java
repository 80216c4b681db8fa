/**
 * The rules of the NS: what an update must be, which record replaces which, what a reader is answered. Nothing here knows
 * gRPC or an engine.
 */
@NullMarked
package org.remotelog.ns.head;

import org.jspecify.annotations.NullMarked;
