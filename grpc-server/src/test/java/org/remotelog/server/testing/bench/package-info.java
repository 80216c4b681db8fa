/**
 * Measures servers that are processes of their own, round by round, against bases in the same run. What a service brings
 * of its own (its calls, an echo of them, its targets) is in the service's tests.
 */
@NullMarked
package org.remotelog.server.testing.bench;

import org.jspecify.annotations.NullMarked;
