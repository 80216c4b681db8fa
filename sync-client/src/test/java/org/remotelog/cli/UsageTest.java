package org.remotelog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided before anything is connected to. */
class UsageTest {
    private static final String NAME = "k51qzi5uqu5dgccx524mfjv7znyfsa6g013o6v4yvis9dxnrjbwojc62pt0430";

    private final TestShell shell = new TestShell();

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("", "say what to do: key, write, read, inspect"),
                Arguments.of("key", "say what to do: new, show"),
                Arguments.of("frobnicate", "Unmatched argument"),
                Arguments.of("status", "Unmatched argument"),
                Arguments.of("plan " + NAME + "", "Unmatched argument"),
                Arguments.of("read", "Missing required parameter: 'NAME'"),
                Arguments.of("read k51nope", "\"k51nope\""),
                Arguments.of("read " + NAME + " --from 0", "'0' is not a sequence"),
                Arguments.of("read " + NAME + " --from x", "'x' is not a sequence"),
                Arguments.of("read " + NAME + " --json -0", "mutually exclusive"),
                Arguments.of("read " + NAME + " --follow --interval 0", "'0' is not a number of seconds"),
                Arguments.of("read " + NAME + " --ns nowhere", "'nowhere' is not HOST:PORT"),
                Arguments.of("read " + NAME + " --cas :1", "':1' is not HOST:PORT"),
                Arguments.of("read " + NAME + " --cas [::1]:65536", "'[::1]:65536' is not HOST:PORT"),
                Arguments.of("read " + NAME + " --fron 1", "Unknown options: '--fron'"),
                Arguments.of("write --mode sideways", "'sideways'"),
                Arguments.of(
                        "write --mode full --page-size 8", "--page-size goes with --mode page or mixed, not with full"),
                Arguments.of(
                        "write --mode linked --page-size 8",
                        "--page-size goes with --mode page or mixed, not with linked"),
                Arguments.of("write --mode page --embed 3", "--embed goes with --mode mixed, not with page"),
                Arguments.of("write --mode page --page-size 0", "--page-size is at least 1, not 0"),
                Arguments.of("write --embed 0", "--embed is at least 1, not 0"),
                Arguments.of("write --group abcd", "'abcd' is not 32 bytes in hexadecimal"),
                Arguments.of("write --group xyz", "'xyz' is not 32 bytes in hexadecimal"),
                Arguments.of("write --whole -0", "mutually exclusive"),
                Arguments.of("inspect", "say which log (NAME), or which page (--page CID)"),
                Arguments.of("inspect --page bafy", "\"bafy\""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsOneLineAndExitCodeTwo(String arguments, String said) {
        String[] split = arguments.isEmpty() ? new String[0] : arguments.split(" ");
        assertThat(shell.run(split)).isEqualTo(2);
        assertThat(shell.errLines()).hasSize(1);
        assertThat(shell.err()).startsWith("remotelog: ").contains(said).contains("--help");
        assertThat(shell.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key", "key new", "key show", "write", "read", "inspect"})
    void everyCommandHasHelpAndVersion(String command) {
        List<String> words = command.isEmpty() ? List.of() : List.of(command.split(" "));
        for (String option : List.of("--help", "--version")) {
            String[] arguments =
                    Stream.concat(words.stream(), Stream.of(option)).toArray(String[]::new);
            assertThat(shell.run(arguments)).isZero();
        }
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void anInputThatCannotBeReadIsToldBeforeAnythingIsWritten() {
        assertThat(shell.run("write", "--key", "/nonexistent/key.pem", "/nonexistent/input.txt"))
                .isEqualTo(1);
        assertThat(shell.errLines()).hasSize(1);
        assertThat(shell.err()).contains("cannot read /nonexistent/input.txt");
    }
}
