/** The CAS's contents in the embedded engine. */
@NullMarked
package org.remotelog.cas.rocksdb;

import org.jspecify.annotations.NullMarked;
