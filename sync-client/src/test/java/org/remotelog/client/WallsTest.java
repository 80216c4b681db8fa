package org.remotelog.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = {"org.remotelog.client", "org.remotelog.cli"},
        importOptions = DoNotIncludeTests.class)
class WallsTest {
    @ArchTest
    static final ArchRule theClientKnowsNoServer = noClasses()
            .that()
            .resideInAnyPackage("org.remotelog.client..", "org.remotelog.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.remotelog.server..", "org.remotelog.cas..", "org.remotelog.ns..");

    @ArchTest
    static final ArchRule theLibraryKnowsNoCommandLine = noClasses()
            .that()
            .resideInAPackage("org.remotelog.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.remotelog.cli..", "picocli..", "com.fasterxml..");

    @ArchTest
    static final ArchRule callsAreMadeInOnePlace = noClasses()
            .that()
            .resideInAPackage("org.remotelog.client")
            .and()
            .haveNameNotMatching(
                    ".*\\.(Services|Calls|CasClient|CasUploads|CasDownloads|StreamingCall|NsClient|CancellableCall|WireMeter)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.grpc\\.(stub\\..*|netty\\..*|.*Channel.*|.*Call.*|Context.*)");

    @ArchTest
    static final ArchRule theCommandLineUsesTheLibraryAlone = noClasses()
            .that()
            .resideInAPackage("org.remotelog.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "org.remotelog.proto..");
}
