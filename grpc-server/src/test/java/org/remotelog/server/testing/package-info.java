/** What the tests of several modules share: rules for the walls between them, real processes. */
@NullMarked
package org.remotelog.server.testing;

import org.jspecify.annotations.NullMarked;
