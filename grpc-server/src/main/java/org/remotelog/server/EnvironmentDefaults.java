package org.remotelog.server;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives every option of a service its default: from the environment ({@code --data-dir} from {@code
 * CAS_DATA_DIR}), else by the service's name, else the one that the option itself declares.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private final ServiceName service;
    private final Map<String, String> environment;

    EnvironmentDefaults(ServiceName service, Map<String, String> environment) {
        this.service = service;
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        return Optional.ofNullable(environment.get(variable(option))).orElseGet(() -> switch (option.longestName()) {
            case "--listen" -> "127.0.0.1:" + service.port();
            case "--metrics-listen" -> "127.0.0.1:" + service.metricsPort();
            case "--data-dir" -> service.dataDir();
            default -> null;
        });
    }

    /** The environment variable that stands for an option. */
    String variable(OptionSpec option) {
        String name = option.longestName().substring("--".length());
        return service.prefix() + "_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
