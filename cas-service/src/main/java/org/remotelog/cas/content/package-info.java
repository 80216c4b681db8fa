/**
 * The rules of the CAS: {@link org.remotelog.cas.content.Cas} for contents in one message, {@link
 * org.remotelog.cas.content.Uploads} and {@link org.remotelog.cas.content.Downloads} for those of any size, {@link
 * org.remotelog.cas.content.Scrubber} for what nobody asks for. Nothing here has heard of gRPC or of RocksDB.
 */
@NullMarked
package org.remotelog.cas.content;

import org.jspecify.annotations.NullMarked;
