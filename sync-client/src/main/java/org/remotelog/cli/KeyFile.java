package org.remotelog.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.remotelog.format.SigningKey;

/** A key on disk: PKCS#8 in PEM, readable by its owner alone. */
record KeyFile(Path path) {
    /**
     * Saves a new key.
     *
     * @throws CliException if there is a file already: a key that is overwritten is a name that is lost
     */
    void create(SigningKey key) {
        Path absolute = path.toAbsolutePath();
        try {
            Files.createDirectories(absolute.getParent());
            try (FileChannel file = FileChannel.open(
                    absolute, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
                file.write(ByteBuffer.wrap(key.toPem().getBytes(StandardCharsets.US_ASCII)));
                file.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CliException(
                    path
                            + " exists, and is not overwritten: without its key nobody can move a name; take another --key",
                    e);
        } catch (IOException e) {
            throw new CliException("cannot write the key " + path + ": " + Reasons.of(e), e);
        }
    }

    /** Windows has other means: there the file has the permissions of its folder. */
    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Reads the key.
     *
     * @throws CliException if there is none, or it is not one
     */
    SigningKey read() {
        try {
            return SigningKey.parsePem(Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new CliException("there is no key " + path + ": make one with remotelog key new", e);
        } catch (IOException e) {
            throw new CliException("cannot read the key " + path + ": " + Reasons.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new CliException(path + ": " + e.getMessage(), e);
        }
    }
}
