package org.remotelog.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ClientMemoryTest {
    private static final long BUDGET = 8 << 20;
    private static final int MEBIBYTE = 1 << 20;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ClientMemory memory = new ClientMemory(BUDGET, meters);

    @Test
    void thoseThatHaveWaitedLongestAreCutOffUntilTheRestFitsIntoHalf() {
        Call first = new Call(3 * MEBIBYTE);
        memory.tick();
        Call second = new Call(1 * MEBIBYTE);
        Call third = new Call(1 * MEBIBYTE);
        for (int i = 1; i < ClientMemory.PATIENCE; i++) {
            assertThat(first.isCutOff()).isFalse();
            memory.tick();
        }
        assertThat(first.isCutOff()).isTrue();
        memory.tick();
        assertThat(second.isCutOff()).isFalse();
        assertThat(third.isCutOff()).isFalse();
        assertThat(meters.counter("calls.cut.off").count()).isEqualTo(1);
    }

    @Test
    void aCallThatTheServerWorksForIsNotCutOff() {
        Call working = new Call(5 * MEBIBYTE);
        working.held.requested();
        ticks(10 * ClientMemory.PATIENCE);
        assertThat(working.isCutOff()).isFalse();
        working.held.ended();
        ticks(ClientMemory.PATIENCE);
        assertThat(working.isCutOff()).isTrue();
    }

    @Test
    void idleCallsAreCutOffAfterThoseThatHoldMore() {
        Call idle = new Call(0);
        ticks(5 * ClientMemory.PATIENCE);
        Call large = new Call(5 * MEBIBYTE);
        ticks(ClientMemory.PATIENCE);
        assertThat(large.isCutOff()).isTrue();
        assertThat(idle.isCutOff()).isFalse();
    }

    @Test
    void patienceEndsWhenThereIsHardlyAPlaceLeft() {
        Call large = new Call(6 * MEBIBYTE);
        Call[] many = new Call[150];
        for (int i = 0; i < many.length; i++) {
            many[i] = new Call(0);
        }
        ticks(2);
        assertThat(large.isCutOff()).isTrue();
        assertThat(many).noneMatch(Call::isCutOff);
    }

    @Test
    void aCallThatGrowsBeyondTheRoomIsCutOff() {
        Call first = new Call(5 * MEBIBYTE);
        Call second = new Call(2 * MEBIBYTE);
        assertThat(second.isCutOff()).isTrue();
        assertThat(first.isCutOff()).isFalse();
        assertThat(new Call(0).held.isAdmitted()).isTrue();
    }

    @Test
    void eachPartOfAMessageCountsAsTheBufferThatItKeeps() {
        Call call = new Call(0);
        call.held.inboundWireSize(1);
        call.held.inboundWireSize(1);
        assertThat(call.held.bytes()).isEqualTo(HeldCall.PLACE + 2 * HeldCall.FRAGMENT);
        call.held.inboundMessageRead(0, 2, 2);
        call.held.inboundUncompressedSize(2);
        assertThat(call.held.bytes()).isEqualTo(HeldCall.PLACE + 2);
    }

    @Test
    void nothingIsHeldAfterTheEnd() {
        Call call = new Call(MEBIBYTE);
        assertThat(held()).isEqualTo(HeldCall.PLACE + MEBIBYTE);
        call.held.streamClosed(Status.OK);
        call.held.sending(MEBIBYTE, false);
        call.held.inboundWireSize(MEBIBYTE);
        assertThat(held()).isZero();
    }

    private double held() {
        return meters.get("calls.held.bytes").gauge().value();
    }

    private void ticks(int number) {
        for (int i = 0; i < number; i++) {
            memory.tick();
        }
    }

    /** A call that has received so much. */
    private final class Call {
        private final HeldCall held = new HeldCall(memory, false);
        private final Context context = held.filterContext(Context.ROOT);

        Call(int bytes) {
            held.inboundUncompressedSize(bytes);
        }

        boolean isCutOff() {
            return context.isCancelled();
        }
    }
}
