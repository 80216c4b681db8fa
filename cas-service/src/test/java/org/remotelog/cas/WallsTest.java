package org.remotelog.cas;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.remotelog.server.testing.Walls;

@AnalyzeClasses(packages = "org.remotelog.cas", importOptions = DoNotIncludeTests.class)
class WallsTest {
    @ArchTest
    static final ArchRule rocksDbStaysInTheEngine = Walls.rocksDbStaysInTheEngine();

    @ArchTest
    static final ArchRule theEngineStaysInPackagesOfItsName = Walls.theEngineStaysInPackagesOfItsName();

    @ArchTest
    static final ArchRule servicesStayApart = Walls.staysApart("org.remotelog.cas", "org.remotelog.ns");

    @ArchTest
    static final ArchRule grpcStaysInTheAdapters = Walls.grpcStaysIn(
            "org.remotelog.cas",
            CasHandler.class,
            BatchGetCall.class,
            ReadCall.class,
            WriteCall.class,
            Requests.class,
            CasServer.class);
}
