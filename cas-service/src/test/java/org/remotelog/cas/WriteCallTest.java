package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.cas.InProcessCas.address;
import static org.remotelog.cas.InProcessCas.content;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.remotelog.cas.content.Limits;
import org.remotelog.cas.store.Segment;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.proto.cas.QueryWriteStatusRequest;
import org.remotelog.proto.cas.QueryWriteStatusResponse;
import org.remotelog.proto.cas.ReadRequest;
import org.remotelog.proto.cas.ReadResponse;
import org.remotelog.proto.cas.WriteRequest;
import org.remotelog.proto.cas.WriteResponse;

class WriteCallTest {
    private static final int MAX = 8 << 20;
    private static final Limits LIMITS =
            new Limits(Limits.MAX_CONTENT_BYTES, 4096, Limits.MAX_CONTENT_BYTES, MAX, Duration.ofDays(1));
    private static final ByteString ID = ByteString.copyFromUtf8("sixteen bytes id");
    private static final int SEGMENT = Segment.BYTES;

    @TempDir
    Path directory;

    private InProcessCas cas;

    @BeforeEach
    void start() throws IOException {
        cas = new InProcessCas(directory, LIMITS);
    }

    @AfterEach
    void stop() {
        cas.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "65535, 65535",
        "65536, 1000",
        "65537, 65536",
        "1000000, 33333",
        "6000000, 4000000",
        "8388608, 4128768"
    })
    void aContentOfAnySizeInPiecesOfAnyLengthIsReadBackAsItWas(int size, int piece) throws Exception {
        ByteString content = random(size);
        WriteResponse answer =
                upload(0, content).first(Math.min(piece, size)).rest(piece).answer();
        assertThat(answer)
                .isEqualTo(WriteResponse.newBuilder()
                        .setAddress(address(content))
                        .setCommitted(size)
                        .build());
        assertThat(read(content, 0, 0)).isEqualTo(content);
        assertThat(cas.missing(content)).isEmpty();
        assertThat(status()).isEqualTo(status(size, true));
        if (size <= Limits.MAX_CONTENT_BYTES) {
            assertThat(cas.client.get(address(content)).getData()).isEqualTo(content);
        } else {
            assertRefused(Reason.USE_READ, null, () -> cas.client.get(address(content)));
        }
    }

    @Test
    void aBrokenUploadGoesOnWhereItWasCommittedAlsoAfterARestart() throws Exception {
        ByteString content = random(3_000_000);
        Uploader broken = upload(0, content).first(1_000_000).piece(600_000);
        Awaitility.await().until(() -> status().getCommitted() > 1_000_000);
        broken.cut();
        long committed = status().getCommitted();
        assertThat(committed).isLessThanOrEqualTo(1_600_000);
        assertThat(committed % SEGMENT).isZero();

        cas.close();
        start();
        assertThat(status()).isEqualTo(status(committed, false));
        assertThat(cas.missing(content)).containsExactly(content);
        upload(committed, content).first(100_000).rest(700_000).answer();
        assertThat(read(content, 0, 0)).isEqualTo(content);
    }

    @Test
    void aStreamThatEndsEarlyIsToldWhereToGoOn() throws Exception {
        ByteString content = random(1_000_000);
        Uploader early = upload(0, content).first(200_000).end();
        Status refused = assertRefused(Reason.OFFSET_MISMATCH, null, early::answer);
        assertThat(committed(refused)).contains(Integer.toString(3 * SEGMENT));
        assertThat(status()).isEqualTo(status(3 * SEGMENT, false));
        upload(3 * SEGMENT, content).first(1).rest(300_000).answer();
        assertThat(read(content, 0, 0)).isEqualTo(content);
    }

    @Test
    void bytesThatDoNotHashToTheAddressLeaveNothingBehind() throws Exception {
        ByteString content = random(1_000_000);
        ByteString wrong = content.substring(0, 999_999).concat(ByteString.copyFromUtf8("x"));
        Uploader uploader = upload(0, wrong)
                .send(first(content).setData(wrong.substring(0, 600_000)).build());
        uploader.send(WriteRequest.newBuilder()
                .setOffset(600_000)
                .setData(wrong.substring(600_000))
                .build());
        assertRefused(Reason.CONTENT_MISMATCH, null, uploader::answer);
        assertThat(status()).isEqualTo(status(0, false));
        assertThat(cas.missing(content, wrong)).containsExactly(content, wrong);

        upload(0, content).first(SEGMENT).rest(SEGMENT).answer();
        assertThat(read(content, 0, 0)).isEqualTo(content);
    }

    @Test
    void whatIsStoredAlreadyIsAnsweredWithoutTheRest() throws Exception {
        ByteString large = random(5_000_000);
        upload(0, large).first(SEGMENT).rest(SEGMENT).answer();
        assertThat(upload(0, large).first(1).answer().getCommitted()).isEqualTo(5_000_000);

        ByteString small = random(1000);
        cas.client.add(content(small));
        assertThat(upload(0, small).first(1).answer().getCommitted()).isEqualTo(1000);
        assertThat(upload(0, ByteString.EMPTY).first(0).answer().getCommitted()).isZero();
    }

    @Test
    void addingWhatWasUploadedWritesNothing() throws Exception {
        ByteString content = random(100_000);
        upload(0, content).first(100_000).answer();
        assertThat(cas.client.add(content(content))).isEqualTo(address(content));
        assertThat(cas.store
                        .get(org.remotelog.format.Address.of(content))
                        .toCompletableFuture()
                        .get())
                .as("stored whole")
                .isEmpty();
    }

    @Test
    void aWrongOffsetIsToldWhatIsCommitted() throws Exception {
        ByteString content = random(1_000_000);
        Uploader beyond = upload(0, content).send(first(content).setOffset(100).build());
        assertThat(committed(assertRefused(Reason.OFFSET_MISMATCH, null, beyond::answer)))
                .contains("0");

        Uploader skipping = upload(0, content)
                .first(600_000)
                .send(WriteRequest.newBuilder()
                        .setOffset(700_000)
                        .setData(content.substring(700_000, 800_000))
                        .build());
        Status refused = assertRefused(Reason.OFFSET_MISMATCH, null, skipping::answer);
        assertThat(committed(refused)).contains(Long.toString(status().getCommitted()));
    }

    @Test
    void ofTwoConnectionsThatContinueOneUploadOneLoses() throws Exception {
        ByteString content = random(2_000_000);
        Uploader first = upload(0, content).first(600_000);
        Awaitility.await().until(() -> status().getCommitted() > 0);
        upload(status().getCommitted(), content).first(SEGMENT).rest(SEGMENT).answer();
        Uploader loser = first.rest(SEGMENT);
        assertRefused(Reason.OFFSET_MISMATCH, null, loser::answer);
        assertThat(read(content, 0, 0)).isEqualTo(content);
    }

    @Test
    void theLongestContentIsTakenAndOneByteMoreIsRefusedBeforeItIsSent() throws Exception {
        ByteString longest = random(MAX);
        upload(0, longest).first(SEGMENT).rest(4_000_000).answer();
        assertThat(read(longest, MAX - 5, 0)).isEqualTo(longest.substring(MAX - 5));
        Uploader longer =
                upload(0, longest).send(first(random(10)).setSize(MAX + 1).build());
        assertRefused(Reason.MALFORMED_CONTENT, "size", longer::answer);
        Uploader negative =
                upload(0, longest).send(first(random(10)).setSize(-1).build());
        assertRefused(Reason.MALFORMED_CONTENT, "size", negative::answer);
    }

    @Test
    void whatIsMalformedIsRefused() throws Exception {
        ByteString content = random(100);
        assertRefused(
                Reason.MALFORMED_REQUEST,
                "upload_id",
                upload(0, content)
                        .send(first(content).setUploadId(ID.substring(1)).build())::answer);
        assertRefused(
                Reason.MALFORMED_ADDRESS,
                "address.id",
                upload(0, content).send(first(content).clearAddress().build())::answer);
        assertRefused(
                Reason.MALFORMED_REQUEST,
                "data",
                upload(0, content)
                        .send(first(content).setSize(99).setData(content).build())::answer);
        assertRefused(
                Reason.CONTENT_MISMATCH,
                null,
                upload(0, content).send(first(content).setSize(0).build())::answer);
        assertRefused(Reason.MALFORMED_REQUEST, null, upload(0, content).end()::answer);
        assertRefused(
                Reason.MALFORMED_REQUEST,
                "upload_id",
                () -> cas.client.queryWriteStatus(QueryWriteStatusRequest.getDefaultInstance()));
    }

    @Test
    void anUploadIdThatNamesAnotherContentIsRefused() throws Exception {
        ByteString content = random(1_000_000);
        Uploader broken = upload(0, content).first(600_000);
        Awaitility.await().until(() -> status().getCommitted() > 0);
        broken.cut();
        Uploader other = upload(0, random(2_000_000)).first(10);
        assertRefused(Reason.MALFORMED_REQUEST, "upload_id", other::answer);
    }

    @Test
    void aContentWithACorruptSegmentGoesToQuarantineAndCanBeUploadedAgain() throws Exception {
        ByteString content = random(5_000_000);
        upload(0, content).first(SEGMENT).rest(SEGMENT).answer();
        cas.close();
        assertThat(AlteredFiles.flipWhere(directory, ".blob", content.substring(3_000_000, 3_000_050)))
                .isEqualTo(1);
        start();
        assertThat(read(content, 0, 1_000_000)).as("before the damage").isEqualTo(content.substring(0, 1_000_000));
        assertRefused(Reason.CONTENT_CORRUPT, null, () -> read(content, 2_900_000, 0));
        assertThat(cas.missing(content)).containsExactly(content);
        assertRefused(Reason.CONTENT_UNKNOWN, null, () -> read(content, 0, 0));
        upload(0, content).first(SEGMENT).rest(SEGMENT).answer();
        assertThat(read(content, 0, 0)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000_000})
    void rangesAreReadToTheByte(int size) throws Exception {
        ByteString content = random(size);
        upload(0, content).first(Math.min(size, 1_000_000)).rest(1_000_000).answer();
        for (long[] range : List.of(
                new long[] {0, 1},
                new long[] {size - 1, 1},
                new long[] {size - 1, 100},
                new long[] {size / 2, 0},
                new long[] {size / 3, size / 3},
                new long[] {0, Long.MIN_VALUE},
                new long[] {1, -1})) {
            int from = (int) range[0];
            int to = range[1] <= 0 ? size : (int) Math.min(size, range[0] + range[1]);
            assertThat(read(content, range[0], range[1])).isEqualTo(content.substring(from, to));
        }
        Iterator<ReadResponse> atTheEnd = cas.client.read(request(content, size, 0));
        assertThat(atTheEnd.next())
                .isEqualTo(
                        ReadResponse.newBuilder().setOffset(size).setSize(size).build());
        assertThat(atTheEnd.hasNext()).isFalse();
        assertRefused(Reason.OFFSET_BEYOND_END, "offset", () -> read(content, size + 1, 0));
        assertRefused(Reason.OFFSET_BEYOND_END, "offset", () -> read(content, -1, 0));
    }

    @Test
    void theEmptyContentIsReadAsOneEmptyMessage() {
        assertThat(cas.client.read(request(ByteString.EMPTY, 0, 0)).next())
                .isEqualTo(ReadResponse.getDefaultInstance());
    }

    @Test
    void whatIsNotStoredIsNotRead() {
        assertRefused(Reason.CONTENT_UNKNOWN, null, () -> read(random(10), 0, 0));
        assertRefused(
                Reason.MALFORMED_ADDRESS,
                "address.id",
                () -> cas.client.read(ReadRequest.getDefaultInstance()).hasNext());
    }

    private ByteString read(ByteString content, long offset, long limit) {
        ByteString read = ByteString.EMPTY;
        for (Iterator<ReadResponse> pieces = cas.client.read(request(content, offset, limit)); pieces.hasNext(); ) {
            ReadResponse piece = pieces.next();
            assertThat(piece.getOffset()).isEqualTo(offset + read.size());
            assertThat(piece.getSize()).isEqualTo(content.size());
            read = read.concat(piece.getData());
        }
        return read;
    }

    private static ReadRequest request(ByteString content, long offset, long limit) {
        return ReadRequest.newBuilder()
                .setAddress(address(content))
                .setOffset(offset)
                .setLimit(limit)
                .build();
    }

    private Uploader upload(long offset, ByteString content) {
        return new Uploader(cas.channel, ID, content, offset);
    }

    private static WriteRequest.Builder first(ByteString content) {
        return WriteRequest.newBuilder()
                .setUploadId(ID)
                .setAddress(address(content))
                .setSize(content.size());
    }

    private QueryWriteStatusResponse status() {
        return cas.client.queryWriteStatus(
                QueryWriteStatusRequest.newBuilder().setUploadId(ID).build());
    }

    private static QueryWriteStatusResponse status(long committed, boolean complete) {
        return QueryWriteStatusResponse.newBuilder()
                .setCommitted(committed)
                .setComplete(complete)
                .build();
    }

    private static Optional<String> committed(Status refused) {
        return ErrorDetails.find(refused, ErrorInfo.class).map(info -> info.getMetadataOrDefault("committed", "none"));
    }

    private static ByteString random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
