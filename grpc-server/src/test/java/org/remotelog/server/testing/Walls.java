package org.remotelog.server.testing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** The walls of the layout, as rules for each module's {@code WallsTest}. */
public final class Walls {
    private Walls() {}

    /** One package owns the native handles of RocksDB. */
    public static ArchRule rocksDbStaysInTheEngine() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("org.remotelog.server.rocksdb")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.rocksdb..");
    }

    /** The embedded engine is known to the stores on it alone. */
    public static ArchRule theEngineStaysInPackagesOfItsName() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("..rocksdb")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.remotelog.server.rocksdb");
    }

    /** A service knows neither the other one nor the client. */
    public static ArchRule staysApart(String service, String other) {
        return noClasses()
                .that()
                .resideInAPackage(service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(other + "..", "org.remotelog.client..", "org.remotelog.cli..");
    }

    /**
     * The rules and the stores of a service have never heard of gRPC or of the messages on the wire.
     *
     * @param service its package
     * @param adapters the classes that translate, and those that wire
     */
    public static ArchRule grpcStaysIn(String service, Class<?>... adapters) {
        return noClasses()
                .that()
                .resideInAPackage(service + "..")
                .and(not(belongToAnyOf(adapters)))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.grpc..", "org.remotelog.proto.."));
    }
}
