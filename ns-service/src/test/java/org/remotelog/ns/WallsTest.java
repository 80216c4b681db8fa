package org.remotelog.ns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.remotelog.server.testing.Walls;

@AnalyzeClasses(packages = "org.remotelog.ns", importOptions = DoNotIncludeTests.class)
class WallsTest {
    @ArchTest
    static final ArchRule rocksDbStaysInTheEngine = Walls.rocksDbStaysInTheEngine();

    @ArchTest
    static final ArchRule theEngineStaysInPackagesOfItsName = Walls.theEngineStaysInPackagesOfItsName();

    @ArchTest
    static final ArchRule servicesStayApart = Walls.staysApart("org.remotelog.ns", "org.remotelog.cas");

    @ArchTest
    static final ArchRule grpcStaysInTheAdapters = Walls.grpcStaysIn(
            "org.remotelog.ns",
            NsHandler.class,
            WatchCall.class,
            HeadMessages.class,
            HeadMovedDetail.class,
            NsService.class);

    @ArchTest
    static final ArchRule theStoreKnowsNoRules = noClasses()
            .that()
            .resideInAPackage("org.remotelog.ns.store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.remotelog.ns", "org.remotelog.ns.head", "org.remotelog.ns.rocksdb");

    @ArchTest
    static final ArchRule theRulesKnowNoEngineAndNoAdapter = noClasses()
            .that()
            .resideInAPackage("org.remotelog.ns.head")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.remotelog.ns", "org.remotelog.ns.rocksdb");

    @ArchTest
    static final ArchRule theEngineKnowsTheStoreAlone = noClasses()
            .that()
            .resideInAPackage("org.remotelog.ns.rocksdb")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.remotelog.ns", "org.remotelog.ns.head");
}
