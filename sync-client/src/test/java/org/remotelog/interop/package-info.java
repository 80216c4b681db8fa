/** Clients in other languages, against the true servers and against ours. */
@NullMarked
package org.remotelog.interop;

import org.jspecify.annotations.NullMarked;
