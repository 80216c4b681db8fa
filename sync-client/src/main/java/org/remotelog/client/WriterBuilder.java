package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.SignedRecord;
import org.remotelog.format.SigningKey;

/** How a {@link Writer} is to be. Everything has a default. */
public final class WriterBuilder {
    /** The append that would take a head past this seals it first. */
    public static final int DEFAULT_MAX_HEAD_BYTES = 256 * 1024;

    /** A longer message is never embedded in a page. */
    public static final int DEFAULT_MAX_EMBED_BYTES = 64 * 1024;

    /** A longer message is refused: 64 MiB, what readers take by default. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = MessageLimit.DEFAULT_BYTES;

    /** What an NS takes by default. */
    private static final int LONGEST_HEAD = 1024 * 1024;

    private final Services services;
    private final SigningKey key;
    private Home home = Home.inMemory();
    private Mode mode = Mode.mixed();
    private ByteString group;
    private int maxHeadBytes = DEFAULT_MAX_HEAD_BYTES;
    private int maxEmbedBytes = DEFAULT_MAX_EMBED_BYTES;
    private Duration lifetime = SignedRecord.DEFAULT_LIFETIME;
    private InstantSource clock = InstantSource.system();
    private MessageLimit limit = MessageLimit.DEFAULT;

    WriterBuilder(Services services, SigningKey key) {
        this.services = services;
        this.key = key;
        this.group = defaultGroup(key);
    }

    /** SHA-256 of ASCII {@code remotelog} and the public key. */
    private static ByteString defaultGroup(SigningKey key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("remotelog".getBytes(StandardCharsets.US_ASCII));
            return ByteString.copyFrom(digest.digest(key.name().publicKey().toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Where the writer remembers what it signed; by default in memory only, which is for tests. */
    public WriterBuilder home(Home home) {
        this.home = home;
        return this;
    }

    /** How messages are laid out when an append says nothing else; {@link Mode#mixed()} by default. */
    public WriterBuilder mode(Mode mode) {
        this.mode = mode;
        return this;
    }

    /**
     * The MVDS group of the messages.
     *
     * @param groupId 32 bytes; SHA-256 of ASCII {@code remotelog} and the public key by default
     * @throws IllegalArgumentException if it is not 32 bytes
     */
    public WriterBuilder group(ByteString groupId) {
        if (groupId.size() != MvdsMessage.GROUP_ID_BYTES) {
            throw new IllegalArgumentException(
                    "a group id is " + MvdsMessage.GROUP_ID_BYTES + " bytes, not " + groupId.size());
        }
        this.group = groupId;
        return this;
    }

    /**
     * The append that would take a head past so many bytes seals it first.
     *
     * @throws IllegalArgumentException if it is more than 1 MiB
     */
    public WriterBuilder maxHeadBytes(int bytes) {
        if (bytes < 1 || bytes > LONGEST_HEAD) {
            throw new IllegalArgumentException("a head has 1 to " + LONGEST_HEAD + " bytes, not " + bytes);
        }
        this.maxHeadBytes = bytes;
        return this;
    }

    /**
     * A longer message is never embedded.
     *
     * @throws IllegalArgumentException if it is more than 512 KiB: a page must hold it
     */
    public WriterBuilder maxEmbedBytes(int bytes) {
        if (bytes < 0 || bytes > LONGEST_HEAD / 2) {
            throw new IllegalArgumentException("0 to " + LONGEST_HEAD / 2 + " bytes can be embedded, not " + bytes);
        }
        this.maxEmbedBytes = bytes;
        return this;
    }

    /**
     * The longest message that is written, serialized, which is some 60 bytes more than its body;
     * {@value #DEFAULT_MAX_MESSAGE_BYTES} bytes by default. Readers have a bound of their own, and the CAS has one.
     *
     * @throws IllegalArgumentException if it is less than 4,128,768, or more than 1 GiB
     */
    public WriterBuilder maxMessageBytes(int bytes) {
        this.limit = new MessageLimit(bytes);
        return this;
    }

    /** How long a record is valid; 365 days by default. It is renewed past half of that. */
    public WriterBuilder lifetime(Duration lifetime) {
        this.lifetime = lifetime;
        return this;
    }

    /** What time it is. */
    public WriterBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Fetches the head of the log and goes on from there.
     *
     * @throws org.remotelog.format.RemoteLogException if the head does not verify
     * @throws ServiceException if a service cannot be reached
     * @throws IllegalStateException if another writer uses the home
     */
    public Writer open() {
        return new Writer(this);
    }

    Services services() {
        return services;
    }

    SigningKey key() {
        return key;
    }

    Home home() {
        return home;
    }

    Mode mode() {
        return mode;
    }

    ByteString group() {
        return group;
    }

    int maxHeadBytes() {
        return maxHeadBytes;
    }

    int maxEmbedBytes() {
        return maxEmbedBytes;
    }

    Duration lifetime() {
        return lifetime;
    }

    InstantSource clock() {
        return clock;
    }

    MessageLimit limit() {
        return limit;
    }
}
