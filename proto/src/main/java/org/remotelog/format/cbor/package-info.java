/**
 * Strict DAG-CBOR: of all encodings of a value, exactly one is accepted, so that what was decoded re-encodes to the same
 * bytes.
 */
@NullMarked
package org.remotelog.format.cbor;

import org.jspecify.annotations.NullMarked;
