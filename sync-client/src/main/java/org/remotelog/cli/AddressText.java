package org.remotelog.cli;

import org.remotelog.format.Address;
import org.remotelog.format.RemoteLogException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An address on the command line. */
final class AddressText implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
        try {
            return Address.parse(text);
        } catch (RemoteLogException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
