package org.remotelog.cas.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.server.testing.JarProcess;

/**
 * What a server makes of a directory whose files somebody damaged: it refuses to start, with one line and exit code 1, or
 * it serves. There is nothing else: it neither crashes, nor hangs, nor serves wrong bytes, nor says that it has what it
 * does not have.
 *
 * @param refusal the line, if it refuses
 * @param verdicts on what was acknowledged before, in that order, if it serves
 * @param writes whether it takes a new content
 * @param stderr what it said
 */
record Outcome(Optional<String> refusal, List<Verdict> verdicts, boolean writes, String stderr) {
    private static final Duration START = Duration.ofMinutes(1);

    /** Starts a server on the directory, asks for everything, and stores one more content. */
    static Outcome of(Path directory, List<Address> acknowledged, ByteString another) throws Exception {
        try (JarProcess server = JarProcess.start(Campaign.JAR, directory, Campaign.NO_SCRUBBING)) {
            if (!server.isReadyWithin(START)) {
                return refused(server);
            }
            try (CasClient client = new CasClient(server)) {
                Map<Address, Verdict> verdicts = client.readAll(acknowledged);
                assertHonest(client, verdicts);
                return new Outcome(
                        Optional.empty(),
                        acknowledged.stream().map(verdicts::get).toList(),
                        writes(client, another),
                        server.stderr());
            }
        }
    }

    boolean serves() {
        return refusal.isEmpty();
    }

    /** How many of the first it still has. */
    int prefix() {
        int length = 0;
        while (length < verdicts.size() && verdicts.get(length) == Verdict.RIGHT) {
            length++;
        }
        return length;
    }

    /** Whether all that it lost came last. */
    boolean isPrefix() {
        return serves() && verdicts.subList(prefix(), verdicts.size()).stream().allMatch(Verdict.MISSING::equals);
    }

    boolean isWhole() {
        return serves() && writes && prefix() == verdicts.size();
    }

    /** For a table: the kinds of what it says, without figures. */
    String summary() {
        if (!serves()) {
            return "refuses to start";
        }
        String lost = new HashSet<>(verdicts)
                .stream()
                        .filter(verdict -> verdict != Verdict.RIGHT)
                        .sorted()
                        .map(Verdict::name)
                        .collect(Collectors.joining("+"));
        String what =
                lost.isEmpty() ? "serves all" : isPrefix() ? "serves all but the last" : "serves some, others " + lost;
        return writes ? what : what + ", takes no writes";
    }

    /** With figures. */
    @Override
    public String toString() {
        return serves()
                ? summary()
                        + Arrays.stream(Verdict.values())
                                .map(verdict -> " " + Collections.frequency(verdicts, verdict) + " " + verdict)
                                .collect(Collectors.joining(",", ":", ""))
                : refusal.orElseThrow();
    }

    private static Outcome refused(JarProcess server) throws InterruptedException {
        assertThat(server.awaitExit()).as(server.stderr()).isEqualTo(1);
        assertThat(server.stderr().lines()).singleElement().asString().startsWith("cas-service: cannot open the ");
        return new Outcome(Optional.of(server.stderr().strip()), List.of(), false, server.stderr());
    }

    /** Once a content was found to be lost, FindMissing says so too, so that clients bring it again. */
    private static void assertHonest(CasClient client, Map<Address, Verdict> verdicts) {
        Set<Address> missing = client.missing(verdicts.keySet());
        verdicts.forEach((address, verdict) -> {
            if (verdict == Verdict.MISSING) {
                assertThat(missing).contains(address);
            }
        });
    }

    private static boolean writes(CasClient client, ByteString another) {
        try {
            return client.read(client.add(another)) == Verdict.RIGHT;
        } catch (StatusRuntimeException e) {
            assertThat(CasClient.reason(e)).as("%s", e).contains(Reason.INTERNAL);
            return false;
        }
    }
}
