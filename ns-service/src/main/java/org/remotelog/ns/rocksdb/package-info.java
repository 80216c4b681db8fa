/**
 * The embedded engine: heads, chains and pieces as rows of RocksDB.
 */
@NullMarked
package org.remotelog.ns.rocksdb;

import org.jspecify.annotations.NullMarked;
