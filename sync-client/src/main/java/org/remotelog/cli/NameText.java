package org.remotelog.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Name;
import org.remotelog.format.RemoteLogException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A name on the command line. */
final class NameText implements ITypeConverter<Name> {
    @Override
    public Name convert(String text) {
        try {
            return Name.parse(text);
        } catch (RemoteLogException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** A parameter that picocli has insisted on. */
    static Name require(@Nullable Name parameter) {
        return Objects.requireNonNull(parameter);
    }
}
