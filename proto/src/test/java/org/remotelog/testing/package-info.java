/** What tests of this and of other modules share. */
@NullMarked
package org.remotelog.testing;

import org.jspecify.annotations.NullMarked;
