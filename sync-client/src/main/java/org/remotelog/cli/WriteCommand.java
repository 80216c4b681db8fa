package org.remotelog.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.remotelog.client.Mode;
import org.remotelog.client.Receipt;
import org.remotelog.client.RemoteLog;
import org.remotelog.client.Services;
import org.remotelog.client.Writer;
import org.remotelog.client.WriterBuilder;
import org.remotelog.format.Hex;
import org.remotelog.format.MvdsMessage;
import org.remotelog.format.SigningKey;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Alice. */
@Command(
        name = "write",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Appends messages to the log of a key, one for each line, byte for byte. An empty line is an empty message.",
            "Returns when the messages are published: whoever reads from then on gets them."
        })
final class WriteCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "what to write (default: stdin)")
    private List<Path> files = new ArrayList<>();

    @ArgGroup
    private @Nullable Cut cut;

    @Option(
            names = "--group",
            paramLabel = "HEX",
            converter = Group.class,
            description = "the MVDS group, 32 bytes (default: one made from the key)")
    private @Nullable ByteString group;

    @Option(names = "--json", description = "prints a receipt for each message, an object a line")
    private boolean json;

    @Mixin
    private final ModeOptions mode = new ModeOptions();

    @Mixin
    private final KeyOption key = new KeyOption();

    @Mixin
    private final ServiceOptions services = new ServiceOptions();

    @Mixin
    private final HomeOption home = new HomeOption();

    @Mixin
    private final StatsOption stats = new StatsOption();

    WriteCommand(Shell shell) {
        this.shell = shell;
    }

    /** How the input is cut, when it is not by lines. */
    private static final class Cut {
        @Option(names = "-0", description = "messages end with a NUL byte, not with a newline")
        private boolean nul;

        @Option(names = "--whole", description = "each file is one message")
        private boolean whole;
    }

    @Override
    public Integer call() throws InterruptedException {
        long start = System.nanoTime();
        Mode chosen = mode.mode();
        Batches batches = new Batches(Input.of(files, shell.in(), this::cut));
        SigningKey signing = key.in(home).read();
        try (Services connected = services.connect();
                Progress progress = new Progress(shell, "waiting for the services", connected::usage, this::isWatched);
                Writer writer = writer(connected, signing, chosen).open()) {
            shell.stop().handle(batches::end);
            batches.start();
            long published = publish(writer, batches, progress);
            progress.clear();
            stats.tell(shell, json, published, connected.usage(), System.nanoTime() - start);
            if (shell.stop().isRequested()) {
                throw new CliException("stopped by a signal; " + published + " messages were published");
            }
            return ExitCode.OK;
        }
    }

    /** Whoever types has the line for that. */
    private boolean isWatched() {
        return shell.terminal().isWatched()
                && (!files.isEmpty() || !shell.terminal().isTyped());
    }

    private Bodies cut(InputStream in, String source) {
        if (cut != null && cut.whole) {
            return new WholeBody(in, source);
        }
        return new DelimitedBodies(in, source, (byte) (cut != null && cut.nul ? 0 : '\n'));
    }

    private WriterBuilder writer(Services connected, SigningKey signing, Mode chosen) {
        WriterBuilder builder =
                RemoteLog.writer(connected, signing).home(home.home()).mode(chosen);
        return Optional.ofNullable(group).map(builder::group).orElse(builder);
    }

    private long publish(Writer writer, Batches batches, Progress progress) throws InterruptedException {
        long published = 0;
        try {
            List<ByteString> batch = batches.next();
            while (!batch.isEmpty()) {
                List<Receipt> receipts = writer.append(batch);
                published += receipts.size();
                if (json) {
                    print(receipts);
                }
                progress.status(published + " messages are published");
                batch = batches.next();
            }
            return published;
        } catch (RuntimeException e) {
            throw published == 0
                    ? e
                    : new CliException(Failures.words(e) + "; " + published + " messages were published before", e);
        }
    }

    private void print(List<Receipt> receipts) {
        StringBuilder text = new StringBuilder();
        for (Receipt receipt : receipts) {
            text.append(JsonLines.object(object -> {
                object.writeNumberField("sequence", receipt.sequence());
                object.writeStringField("id", receipt.id().toString());
                object.writeStringField("address", receipt.address().toString());
                object.writeStringField("state", "PUBLISHED");
                object.writeStringField("record", receipt.record().toString());
            }));
            text.append('\n');
        }
        try {
            shell.out().write(text.toString().getBytes(StandardCharsets.UTF_8));
            shell.out().flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    private static final class Group implements ITypeConverter<ByteString> {
        @Override
        public ByteString convert(String text) {
            try {
                ByteString group = Hex.parse(text);
                if (group.size() == MvdsMessage.GROUP_ID_BYTES) {
                    return group;
                }
            } catch (IllegalArgumentException e) {
                // Said below.
            }
            throw new TypeConversionException(
                    "'" + text + "' is not " + MvdsMessage.GROUP_ID_BYTES + " bytes in hexadecimal");
        }
    }
}
