/** Tests of the formats, most of them against {@code proto/vectors}. */
@NullMarked
package org.remotelog.format;

import org.jspecify.annotations.NullMarked;
