package org.remotelog.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import picocli.CommandLine;

/** The {@code remotelog} command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        LogManager.getLogManager().reset(); // What a library logs is no answer to a person; errors are told in words.
        StopSignal stop = StopSignal.install(Thread.currentThread());
        Shell shell = new Shell(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out), // System.out would hide that nobody reads it any more.
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                stop,
                new Terminal());
        int code = commandLine(shell).execute(arguments);
        stop.finish(code);
        System.exit(code);
    }

    static CommandLine commandLine(Shell shell) {
        RemoteLogCommand root = new RemoteLogCommand();
        Failures failures = new Failures(root, shell);
        CommandLine key = new CommandLine(new KeyCommand())
                .addSubcommand(new KeyNewCommand(shell))
                .addSubcommand(new KeyShowCommand(shell));
        return new CommandLine(root)
                .addSubcommand(key)
                .addSubcommand(new WriteCommand(shell))
                .addSubcommand(new ReadCommand(shell))
                .addSubcommand(new InspectCommand(shell))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }
}
