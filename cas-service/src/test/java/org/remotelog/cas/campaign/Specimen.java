package org.remotelog.cas.campaign;

import com.google.common.collect.Iterables;
import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.remotelog.format.Address;
import org.remotelog.server.testing.JarProcess;

/**
 * The directory of a killed server. What it acknowledged came one after another; the first part is in tables and blob
 * files, the rest only in the log.
 *
 * @param files never served again: damage copies
 * @param log the file of the log
 * @param acknowledged all of it, in order
 * @param logLengths for each acknowledgement, the length of the log when it came; 0 for what is in tables
 */
record Specimen(DataFiles files, Path log, List<Address> acknowledged, List<Long> logLengths) {
    static final String LOG = "[0-9]+\\.log";

    /**
     * Makes one.
     *
     * @param flushes how often tables are written
     * @param entries before each of them, and in the log
     */
    static Specimen make(Path directory, Contents contents, Random random, int flushes, int entries) throws Exception {
        DataFiles files = new DataFiles(directory);
        List<Address> acknowledged = new ArrayList<>();
        List<Long> logLengths = new ArrayList<>();
        for (int life = 0; life <= flushes; life++) {
            boolean isLast = life == flushes;
            try (JarProcess server = JarProcess.serve(Campaign.JAR, directory);
                    CasClient client = new CasClient(server)) {
                Path log = files.newest(LOG);
                while (acknowledged.size() < (life + 1) * entries) {
                    int size = random.nextInt(8) == 0 ? 1 + random.nextInt(8) : 1;
                    List<ByteString> batch = new ArrayList<>();
                    for (int i = 0; i < size; i++) {
                        batch.add(contents.get(acknowledged.size() + i));
                    }
                    acknowledged.addAll(client.addAll(batch));
                    long length = isLast ? Files.size(log) : 0;
                    batch.forEach(content -> logLengths.add(length));
                }
                if (isLast) {
                    server.kill();
                } else {
                    server.terminate();
                    server.awaitExit();
                }
            }
        }
        return new Specimen(files, files.newest(LOG), acknowledged, logLengths);
    }

    /** How many of what was acknowledged were in the log's first bytes, or in tables. */
    int acknowledgedAt(long logLength) {
        return Iterables.size(Iterables.filter(logLengths, length -> length <= logLength));
    }
}
