/**
 * What the NS keeps, and the interface of the engines that keep it. Nothing here knows gRPC or an engine.
 */
@NullMarked
package org.remotelog.ns.store;

import org.jspecify.annotations.NullMarked;
