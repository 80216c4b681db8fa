/**
 * The command line: options in, calls of the client library, text out. Nothing here knows of gRPC or of the rules of a
 * log.
 */
@NullMarked
package org.remotelog.cli;

import org.jspecify.annotations.NullMarked;
