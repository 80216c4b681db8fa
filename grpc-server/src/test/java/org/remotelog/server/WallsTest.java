package org.remotelog.server;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.remotelog.server.testing.Walls;

@AnalyzeClasses(packages = "org.remotelog.server", importOptions = DoNotIncludeTests.class)
class WallsTest {
    @ArchTest
    static final ArchRule rocksDbStaysInTheEngine = Walls.rocksDbStaysInTheEngine();

    @ArchTest
    static final ArchRule theEngineHasNeverHeardOfGrpc = Walls.grpcStaysIn("org.remotelog.server.rocksdb");
}
