package org.remotelog.cas.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A bit flipped in each kind of file, anywhere. A server may refuse to start; it serves nothing wrong. */
final class FlippedFiles {
    private static final Map<String, String> PATTERNS = Map.of(
            "table", "[0-9]+\\.sst",
            "blob file", "[0-9]+\\.blob",
            "log", Specimen.LOG,
            "MANIFEST", "MANIFEST-[0-9]+",
            "CURRENT", "CURRENT",
            "OPTIONS", "OPTIONS-[0-9]+",
            "FORMAT", "FORMAT");

    private FlippedFiles() {}

    /** A bit in one file of each kind, in any order. */
    static List<Damage> of(Specimen specimen, Random random) throws IOException {
        List<Damage> damages = new ArrayList<>();
        for (Map.Entry<String, String> kind : new TreeMap<>(PATTERNS).entrySet()) {
            List<Path> files = specimen.files().named(kind.getValue());
            int index = random.nextInt(files.size());
            long position = random.nextLong(Files.size(files.get(index)));
            int bit = random.nextInt(Byte.SIZE);
            damages.add(new Damage(
                    kind.getKey() + ", a bit flipped",
                    files.get(index).getFileName() + " at " + position + ", bit " + bit,
                    copy -> DataFiles.flip(copy.named(kind.getValue()).get(index), position, bit),
                    outcome -> {}));
        }
        Collections.shuffle(damages, random);
        return damages;
    }
}
