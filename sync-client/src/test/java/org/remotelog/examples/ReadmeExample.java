package org.remotelog.examples;

import static com.google.protobuf.ByteString.copyFromUtf8;

import java.security.SecureRandom;
import java.util.List;
import org.remotelog.client.Home;
import org.remotelog.client.ReadSummary;
import org.remotelog.client.Reader;
import org.remotelog.client.RemoteLog;
import org.remotelog.client.Services;
import org.remotelog.client.Writer;
import org.remotelog.format.Name;
import org.remotelog.format.SigningKey;

/** The code of the README. */
final class ReadmeExample {
    private ReadmeExample() {}

    static Name alice(String cas, String ns, Home home) {
        // README: Alice
        SigningKey key = SigningKey.generate(new SecureRandom()); // Keep it: key.toPem(). Bob needs key.name().
        try (Services services = Services.connect(cas, ns); // such as "127.0.0.1:50051", "127.0.0.1:50052"
                Writer alice = RemoteLog.writer(services, key).home(home).open()) {
            alice.append(copyFromUtf8("Hello, Bob.")); // When it returns, whoever reads gets it.
            alice.append(List.of(copyFromUtf8("I go offline."), copyFromUtf8("See you."))); // One update for both.
        }
        // README: end
        return key.name();
    }

    static ReadSummary bob(String cas, String ns, Name name, Home home) {
        // README: Bob
        try (Services services = Services.connect(cas, ns);
                Reader bob = RemoteLog.reader(services, name).home(home).open()) {
            // What is new since the last time, oldest first, each message verified.
            return bob.read(message -> System.out.println(message.body().toStringUtf8()));
        }
        // README: end
    }
}
