package org.remotelog.cli;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.remotelog.client.Mode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How messages are laid out. */
final class ModeOptions {
    /** The four modes. */
    enum Layout {
        FULL,
        PAGE,
        LINKED,
        MIXED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "mixed",
            description =
                    "full: the messages stand in the head; page: addresses in pages; linked: a page each; mixed: pages, and"
                            + " the newest messages in the head as well (default: mixed)")
    private Layout layout = Layout.MIXED;

    @Option(
            names = "--page-size",
            paramLabel = "N",
            description = "with page and mixed: so many messages a page (default: " + Mode.DEFAULT_PAGE_SIZE + ")")
    private @Nullable Integer pageSize;

    @Option(
            names = "--embed",
            paramLabel = "K",
            description =
                    "with mixed: so many of the newest in the head, at least (default: " + Mode.DEFAULT_NEWEST + ")")
    private @Nullable Integer embed;

    /**
     * @throws ParameterException if the options do not go together
     */
    Mode mode() {
        if (pageSize != null && (layout == Layout.FULL || layout == Layout.LINKED)) {
            throw usage("--page-size goes with --mode page or mixed, not with " + layout);
        }
        if (embed != null && layout != Layout.MIXED) {
            throw usage("--embed goes with --mode mixed, not with " + layout);
        }
        int size = atLeastOne("--page-size", pageSize, Mode.DEFAULT_PAGE_SIZE);
        int newest = atLeastOne("--embed", embed, Mode.DEFAULT_NEWEST);
        return switch (layout) {
            case FULL -> Mode.full();
            case PAGE -> Mode.page(size);
            case LINKED -> Mode.linked();
            case MIXED -> Mode.mixed(size, newest);
        };
    }

    private int atLeastOne(String option, @Nullable Integer value, int byDefault) {
        if (value == null) {
            return byDefault;
        }
        if (value < 1) {
            throw usage(option + " is at least 1, not " + value);
        }
        return value;
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
