package org.remotelog.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.remotelog.client.Services;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the two services are. */
final class ServiceOptions {
    @Option(
            names = "--cas",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:REMOTELOG_CAS:-127.0.0.1:50051}",
            converter = Target.class,
            description = "the content store (default: REMOTELOG_CAS, else 127.0.0.1:50051)")
    private String cas = "";

    @Option(
            names = "--ns",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:REMOTELOG_NS:-127.0.0.1:50052}",
            converter = Target.class,
            description = "the name system (default: REMOTELOG_NS, else 127.0.0.1:50052)")
    private String ns = "";

    Services connect() {
        return Services.connect(cas, ns);
    }

    /** A host and a port, or a target in gRPC's own words ({@code dns:///cas.example.org:50051}). */
    private static final class Target implements ITypeConverter<String> {
        private static final int MAX_PORT = 65_535;
        private static final Pattern HOST_PORT =
                Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):([0-9]{1,5})");

        @Override
        public String convert(String text) {
            Matcher hostPort = HOST_PORT.matcher(text);
            boolean valid = hostPort.matches()
                    ? Integer.parseInt(hostPort.group(1)) <= MAX_PORT
                            && !hostPort.group(1).equals("0")
                    : text.startsWith("dns:///");
            if (valid) {
                return text;
            }
            throw new TypeConversionException(
                    "'" + text + "' is not HOST:PORT, such as 127.0.0.1:50051 or cas.example.org:50051");
        }
    }
}
