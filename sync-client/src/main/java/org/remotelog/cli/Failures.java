package org.remotelog.cli;

import org.remotelog.client.ServiceException;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells what went wrong: one line that says what to do, and the stack trace only when it is asked for. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final RemoteLogCommand root;
    private final Shell shell;

    Failures(RemoteLogCommand root, Shell shell) {
        this.root = root;
        this.shell = shell;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        shell.say(failure.getMessage() + " (see " + command + " --help)");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        shell.say(words(failure));
        if (root.isVerbose()) {
            failure.printStackTrace(shell.err());
        }
        return CliException.EXIT_CODE;
    }

    static String words(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof ServiceException) {
            return message + "; is the address right (--cas, --ns), and is it running there?";
        }
        if (failure instanceof RemoteLogException refusal && refusal.reason() == Reason.NAME_UNKNOWN) {
            return message + "; either nothing was written under it yet, or another NS has it (--ns)";
        }
        return message == null ? failure.toString() : message;
    }
}
