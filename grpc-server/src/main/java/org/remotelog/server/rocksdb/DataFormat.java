package org.remotelog.server.rocksdb;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.remotelog.server.StartupException;

/**
 * What a data directory holds, written in its file {@code FORMAT} before anything else.
 *
 * @param service lower case, {@code cas} or {@code ns}
 * @param version grows with every change that older servers cannot read
 */
public record DataFormat(String service, int version) {
    private static final Pattern FORM = Pattern.compile("remotelog ([a-z]+) ([0-9]{1,9})\\n");

    static DataFormat parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new StartupException("its file FORMAT is not one of ours");
        }
        return new DataFormat(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /**
     * Refuses what this server cannot read.
     *
     * @param migrated the versions that it can make the next one of
     */
    void checkReadable(DataFormat found, Set<Integer> migrated) {
        if (!found.service.equals(service)) {
            throw new StartupException("it holds the data of another service (" + found.service + ")");
        }
        if (found.version > version) {
            throw new StartupException("its format is version " + found.version + ", newer than this server's "
                    + version + ": use a newer server");
        }
        for (int older = found.version; older < version; older++) {
            if (!migrated.contains(older)) {
                throw new StartupException("its format is version " + found.version + ", and this server's is "
                        + version + ": start a server between the two first, which makes version " + (older + 1)
                        + " of it");
            }
        }
    }

    /** The content of the file. */
    @Override
    public String toString() {
        return "remotelog " + service + " " + version + "\n";
    }
}
