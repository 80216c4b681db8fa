/**
 * The embedded engine that both services keep their data in: RocksDB behind {@link
 * org.remotelog.server.rocksdb.RocksEngine}, which reads without blocking where it can and commits
 * in groups. Nothing outside this package sees a type of RocksDB.
 */
@NullMarked
package org.remotelog.server.rocksdb;

import org.jspecify.annotations.NullMarked;
