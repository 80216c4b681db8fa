package org.remotelog.cas.store;

import com.google.protobuf.ByteString;
import org.remotelog.format.RemoteLogException;

/** What became of one of several addresses that were looked up together. */
public sealed interface Lookup {
    /** These bytes are stored whole. */
    record Found(ByteString data) implements Lookup {}

    /** Nothing is stored whole. */
    record Absent() implements Lookup {}

    /** It is damaged. */
    record Failed(RemoteLogException failure) implements Lookup {}
}
