/**
 * The NS server: {@link org.remotelog.ns.NsServer} starts one in any process, {@link org.remotelog.ns.Main} is it as a
 * process of its own. The rules are in {@code head}, what is kept is in {@code store}.
 */
@NullMarked
package org.remotelog.ns;

import org.jspecify.annotations.NullMarked;
