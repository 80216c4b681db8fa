package org.remotelog.server.testing;

import com.google.common.net.HostAndPort;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** HTTP/2 frame by frame over a socket, for what no library of a client would do. */
public final class RawHttp2 implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;
    public static final int ACK = 1;

    public static final int REFUSED_STREAM = 7;
    public static final int CANCEL = 8;
    public static final int ENHANCE_YOUR_CALM = 11;

    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int RECEIVE_BYTES = 64 << 10;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** Connects, and says nothing yet. */
    public RawHttp2(HostAndPort server) throws IOException {
        this(server, RECEIVE_BYTES);
    }

    /** Connects with a receive buffer of this size, for one that does not read. */
    public RawHttp2(HostAndPort server, int receiveBuffer) throws IOException {
        this.socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
    }

    /** Says the first words. */
    public RawHttp2 greet() throws IOException {
        bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return frame(SETTINGS, 0, 0);
    }

    /** As {@link #greet}, with the window that streams begin with: 0 takes no message. */
    public RawHttp2 greet(int window) throws IOException {
        bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer setting =
                ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW_SIZE).putInt(window);
        return frame(SETTINGS, 0, 0, setting.array());
    }

    /** Sends a frame. */
    public RawHttp2 frame(int type, int flags, int stream, byte... payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        return bytes(frame.array());
    }

    /** Sends the headers of a call, and more headers, by name and value. */
    public RawHttp2 call(int stream, String method, String... more) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String[] usual = {
            ":method",
            "POST",
            ":scheme",
            "http",
            ":path",
            "/" + method,
            ":authority",
            "localhost",
            "te",
            "trailers",
            "content-type",
            "application/grpc"
        };
        literals(block, usual);
        literals(block, more);
        return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    /** Sends a message as one frame. */
    public RawHttp2 message(int stream, int flags, byte[] message) throws IOException {
        ByteBuffer prefixed = ByteBuffer.allocate(5 + message.length);
        return frame(
                DATA,
                flags,
                stream,
                prefixed.put((byte) 0).putInt(message.length).put(message).array());
    }

    /** Sends what is still buffered; reading does it too. */
    public RawHttp2 flush() throws IOException {
        out.flush();
        return this;
    }

    /** Sends whatever it is. */
    public RawHttp2 bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Reads the next frame of a type, and skips the others; throws when there is none any more. */
    public Frame next(int type) throws IOException {
        flush();
        while (true) {
            Frame frame = next();
            if (frame.type == type) {
                return frame;
            }
        }
    }

    private Frame next() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[lengthAndType >>> 8];
        in.readFully(payload);
        return new Frame(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** HPACK at its simplest: nothing is indexed, nothing compressed. */
    private static void literals(ByteArrayOutputStream block, String[] namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0);
            text(block, namesAndValues[i]);
            text(block, namesAndValues[i + 1]);
        }
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int rest = bytes.length;
        if (rest < 127) {
            block.write(rest);
        } else {
            block.write(127);
            for (rest -= 127; rest >= 128; rest >>>= 7) {
                block.write(rest & 127 | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /** A frame that was read. */
    public record Frame(int type, int flags, int stream, ByteBuffer payload) {
        /** The error code of a RST_STREAM. */
        public int resetCode() {
            return payload.getInt(0);
        }

        /** The error code of a GOAWAY. */
        public int goAwayCode() {
            return payload.getInt(4);
        }
    }
}
