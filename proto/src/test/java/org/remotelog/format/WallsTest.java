package org.remotelog.format;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.remotelog.format", importOptions = DoNotIncludeTests.class)
class WallsTest {
    @ArchTest
    static final ArchRule CBOR_KNOWS_NO_FORMAT_THAT_IT_CARRIES = classes()
            .that()
            .resideInAPackage("org.remotelog.format.cbor..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.remotelog.format.cbor..", "com.google.protobuf..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule FORMATS_KNOW_NO_SERVICE = noClasses()
            .that()
            .resideInAPackage("org.remotelog.format..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.remotelog.proto.cas..", "org.remotelog.proto.ns..", "io.grpc.stub..");

    @ArchTest
    static final ArchRule OF_GRPC_FORMATS_KNOW_THE_CODES_ALONE = noClasses()
            .that()
            .resideInAPackage("org.remotelog.format..")
            .and()
            .doNotBelongToAnyOf(Reason.class, ErrorDetails.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.grpc..");
}
