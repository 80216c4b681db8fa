package org.remotelog.server;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * A service as a process of its own: reads the command line, says when it serves, drains on SIGTERM
 * and SIGINT. Exit codes: 0 after a drain, 1 when it cannot start, 2 for a bad option; each of the
 * latter with one line on stderr.
 */
public final class ServiceProcess {
    private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);

    private ServiceProcess() {}

    /**
     * Runs a service's command: a picocli command with a mixin of {@link ServerOptions}, that calls
     * {@link #serve}.
     *
     * @param others commands beside it, such as {@code restore}: runnables whose picocli name is the
     *     first argument
     * @return the exit code
     */
    public static int run(Object command, ServiceName name, String[] arguments, Object... others) {
        SLF4JBridgeHandler.removeHandlersForRootLogger(); // gRPC logs by java.util.logging.
        SLF4JBridgeHandler.install();
        return commandLine(command, name, System.getenv(), others).execute(arguments);
    }

    /** Starts a server, says so on stdout, and returns after a signal has stopped it. */
    public static void serve(Supplier<GrpcServer> start) {
        GrpcServer server = start.get();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "drain"));
        System.out.println("ready grpc=" + server.address() + " metrics=" + server.metricsAddress());
        System.out.flush();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static CommandLine commandLine(
            Object command, ServiceName name, Map<String, String> environment, Object... others) {
        EnvironmentDefaults defaults = new EnvironmentDefaults(name, environment);
        CommandLine line = new CommandLine(command).setCommandName(name.command());
        for (Object other : others) {
            line.addSubcommand(other);
        }
        line // From here on for all of them.
                .setDefaultValueProvider(defaults)
                .setParameterExceptionHandler((e, arguments) -> {
                    say(
                            e.getCommandLine().getErr(),
                            name,
                            source(e, defaults, environment) + e.getMessage() + " (see --help)");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, failed, parsed) -> {
                    if (!(e instanceof StartupException)) {
                        log.error("cannot start", e);
                    }
                    say(failed.getErr(), name, String.valueOf(e.getMessage()));
                    return CommandLine.ExitCode.SOFTWARE;
                });
        String version = name.command() + " " + Version.of(command.getClass());
        line.getCommandSpec().version(version);
        line.getSubcommands().values().forEach(other -> other.getCommandSpec().version(version));
        return line;
    }

    /** A halt, because the exit code of a JVM that ends by a signal would be 143, as if it had been cut off. */
    private static void stop(GrpcServer server) {
        server.close();
        log.info("stopped");
        Runtime.getRuntime().halt(server.failedToClose() ? 1 : 0);
    }

    private static String source(ParameterException e, EnvironmentDefaults defaults, Map<String, String> environment) {
        ArgSpec argument = e.getArgSpec();
        if (argument instanceof OptionSpec option
                && e.getValue() != null
                && e.getValue().equals(environment.get(defaults.variable(option)))) {
            return "environment variable " + defaults.variable(option) + ": ";
        }
        return "";
    }

    private static void say(PrintWriter err, ServiceName name, String message) {
        err.println(name.command() + ": " + message.replaceAll("\\R", " "));
        err.flush();
    }
}
