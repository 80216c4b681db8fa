package org.remotelog.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files, or stdin where there is none, one after the other. */
final class Input implements Bodies {
    /** How an input is cut. */
    interface Cut {
        Bodies of(InputStream in, String source);
    }

    private final Cut cut;
    private final Iterator<Path> files;
    private @Nullable Bodies current;

    /**
     * @throws CliException if one of the files cannot be read: nothing is written then
     */
    static Input of(List<Path> files, InputStream stdin, Cut cut) {
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new CliException("cannot read " + file + ": there is no such file");
            }
            if (Files.isDirectory(file)) {
                throw new CliException("cannot read " + file + ": it is a directory; name the files in it");
            }
            if (!Files.isReadable(file)) {
                throw new CliException("cannot read " + file + ": permission denied");
            }
        }
        return new Input(cut, files.iterator(), files.isEmpty() ? cut.of(stdin, "stdin") : null);
    }

    private Input(Cut cut, Iterator<Path> files, @Nullable Bodies current) {
        this.cut = cut;
        this.files = files;
        this.current = current;
    }

    @Override
    public @Nullable ByteString next() throws IOException {
        while (true) {
            if (current != null) {
                ByteString body = current.next();
                if (body != null) {
                    return body;
                }
                close();
            }
            if (!files.hasNext()) {
                return null;
            }
            Path file = files.next();
            current = cut.of(Files.newInputStream(file), file.toString());
        }
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
