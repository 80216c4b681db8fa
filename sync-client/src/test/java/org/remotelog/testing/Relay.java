package org.remotelog.testing;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server that may be killed, and does something when so many bytes have passed. A connection
 * breaks with the server's; a new one waits until the server is back, as long as that takes.
 */
public final class Relay implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final HostAndPort server;
    private final ServerSocket listening;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile Runnable action = () -> {};
    private volatile boolean countsAnswers;

    /** Starts to relay. */
    public Relay(HostAndPort server) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inThread(this::accept);
    }

    /** Where clients find it, {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Does something, once, when clients have sent so many bytes from now on; nothing more passes before it is done. */
    public void whenSent(long bytes, Runnable what) {
        arm(bytes, what, false);
    }

    /** Likewise, when clients have received so many. */
    public void whenReceived(long bytes, Runnable what) {
        arm(bytes, what, true);
    }

    private void arm(long bytes, Runnable what, boolean answers) {
        action = what;
        countsAnswers = answers;
        left.set(bytes);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                inThread(() -> join(client));
            } catch (IOException e) {
                return; // Closed.
            }
        }
    }

    private void join(Socket client) {
        Socket connected = connect();
        if (connected == null) {
            close(client);
            return;
        }
        inThread(() -> pump(client, connected, false));
        pump(connected, client, true);
    }

    private @Nullable Socket connect() {
        while (!listening.isClosed()) {
            try {
                return new Socket(server.getHost(), server.getPort());
            } catch (IOException e) {
                await();
            }
        }
        return null;
    }

    /** Nothing tells when a port is open again. */
    private static void await() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                count(count, answers);
            }
        } catch (IOException e) {
            // Broken: so are both ends now.
        }
    }

    private void count(int bytes, boolean answers) {
        if (answers == countsAnswers) {
            long after = left.addAndGet(-bytes);
            if (after <= 0 && after + bytes > 0) {
                action.run();
            }
        }
    }

    private static void inThread(Runnable what) {
        Thread thread = new Thread(what, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        close(listening);
    }
}
