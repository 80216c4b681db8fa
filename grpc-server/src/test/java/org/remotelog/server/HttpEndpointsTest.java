package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.Content;

class HttpEndpointsTest extends ServerTest {
    @Test
    void onlyTheThreePathsAreThere() throws Exception {
        assertThat(http("GET", "/livez").statusCode()).isEqualTo(200);
        assertThat(http("GET", "/readyz").statusCode()).isEqualTo(200);
        assertThat(http("HEAD", "/metrics").statusCode()).isEqualTo(200);
        assertThat(http("GET", "/metricsx").statusCode()).isEqualTo(404);
        assertThat(http("GET", "/").statusCode()).isEqualTo(404);
        assertThat(http("POST", "/metrics").statusCode()).isEqualTo(405);
    }

    @Test
    void callsAreCountedByMethodAndCodeAndTimed() throws Exception {
        client.add(Content.getDefaultInstance());
        client.add(Content.getDefaultInstance());
        cas.add = content -> {
            throw new RemoteLogException(Reason.DISK_FULL, "full");
        };
        refusedAdd();
        String add = "grpc_method=\"Add\",grpc_service=\"vac.cas.CAS\"";
        Awaitility.await()
                .untilAsserted(() -> assertThat(metrics())
                        .contains("grpc_server_handled_total{grpc_code=\"OK\"," + add + "} 2.0")
                        .contains("grpc_server_handled_total{grpc_code=\"RESOURCE_EXHAUSTED\"," + add + "} 1.0")
                        .contains("grpc_server_started_total{" + add + "} 3.0")
                        .contains("grpc_server_in_flight{" + add + "} 0.0")
                        .contains("grpc_server_handling_seconds_count{" + add + "} 3")
                        .contains("grpc_server_handling_seconds_bucket{" + add + ",le=\"10.0\"} 3")
                        .contains("jvm_memory_used_bytes"));
    }
}
