package org.remotelog.cas.campaign;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.remotelog.format.Address;

/**
 * Where the bytes of a content stand.
 *
 * @param number of the content
 * @param position of its first byte
 */
record StoredContent(int number, Address address, Path file, int position, int length) {
    /** Finds contents by their first bytes, which are random, so that it need not know how the files are made. */
    static List<StoredContent> find(DataFiles files, Contents contents, int count) throws IOException {
        Map<Long, Integer> byFirstBytes = new HashMap<>();
        for (int number = 0; number < count; number++) {
            byFirstBytes.put(contents.get(number).asReadOnlyByteBuffer().getLong(), number);
        }
        List<StoredContent> found = new ArrayList<>();
        for (Path file : files.named(".*\\.blob")) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            for (int at = 0; at + Long.BYTES <= bytes.limit(); at++) {
                Integer number = byFirstBytes.get(bytes.getLong(at));
                if (number != null) {
                    ByteString content = contents.get(number);
                    found.add(new StoredContent(number, Address.of(content), file, at, content.size()));
                }
            }
        }
        return found;
    }

    /** Flips one bit of it. */
    void flip(Random random) throws IOException {
        DataFiles.flip(file, position + random.nextInt(length), random.nextInt(Byte.SIZE));
    }
}
