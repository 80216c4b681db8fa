/** Tests of strict DAG-CBOR. */
@NullMarked
package org.remotelog.format.cbor;

import org.jspecify.annotations.NullMarked;
