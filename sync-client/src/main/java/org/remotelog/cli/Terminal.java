package org.remotelog.cli;

import java.io.IOException;

/**
 * Whether a person is there. The JDK can only tell of stdin and stdout together, so the shell is asked; where there is none
 * the answer is no.
 */
class Terminal {
    /** Whether both stdout and stderr are terminals. */
    boolean isWatched() {
        return test("test -t 1 && test -t 2");
    }

    /** Whether stdin is a terminal. */
    boolean isTyped() {
        return test("test -t 0");
    }

    private static boolean test(String condition) {
        try {
            return new ProcessBuilder("sh", "-c", condition).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
