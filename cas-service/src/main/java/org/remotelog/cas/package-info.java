/**
 * The content-addressed store: {@link org.remotelog.cas.CasServer} serves it.
 *
 * <p>A call goes one way: {@code CasHandler} and {@code BatchGetCall} translate gRPC, {@code Cas}
 * has the rules, {@code VerifiedStore} checks what is read, a {@link
 * org.remotelog.cas.ContentStore} keeps it.
 */
@NullMarked
package org.remotelog.cas;

import org.jspecify.annotations.NullMarked;
