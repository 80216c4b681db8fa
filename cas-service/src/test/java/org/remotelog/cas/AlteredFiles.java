package org.remotelog.cas;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** What a disk does to files when nobody looks. */
final class AlteredFiles {
    private AlteredFiles() {}

    /** Flips a bit in the middle of some bytes, in each file of a kind that has them; answers how many those are. */
    static int flipWhere(Path directory, String suffix, ByteString bytes) throws IOException {
        int altered = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(suffix)).toList()) {
                int at = indexOf(Files.readAllBytes(file), bytes);
                if (at >= 0) {
                    flip(file, at + bytes.size() / 2);
                    altered++;
                }
            }
        }
        return altered;
    }

    private static void flip(Path file, int position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, position);
        }
    }

    private static int indexOf(byte[] file, ByteString content) {
        for (int i = 0; i + content.size() <= file.length; i++) {
            if (file[i] == content.byteAt(0) && content.equals(ByteString.copyFrom(file, i, content.size()))) {
                return i;
            }
        }
        return -1;
    }
}
