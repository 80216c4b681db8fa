package org.remotelog.cas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.remotelog.cas.InProcessCas.address;
import static org.remotelog.cas.InProcessCas.content;
import static org.remotelog.server.testing.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.remotelog.cas.content.Limits;
import org.remotelog.cas.store.Blob;
import org.remotelog.format.Hex;
import org.remotelog.format.Reason;
import org.remotelog.proto.cas.Address;
import org.remotelog.proto.cas.BatchAddRequest;
import org.remotelog.proto.cas.BatchAddResponse;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.BatchGetResponse.Item;
import org.remotelog.proto.cas.CapabilitiesRequest;
import org.remotelog.proto.cas.CapabilitiesResponse;
import org.remotelog.proto.cas.FindMissingRequest;

class CasHandlerTest {
    private static final Limits LIMITS = new Limits(1000, 8, 2000, 10_000, Duration.ofDays(1));
    private static final ByteString HELLO = ByteString.copyFromUtf8("hello");
    private static final ByteString WORLD = ByteString.copyFromUtf8("world");
    private static final ByteString TOO_LONG = ByteString.copyFrom(new byte[1001]);

    static final List<ByteString> MALFORMED = malformed();

    @TempDir
    Path directory;

    private InProcessCas cas;

    @BeforeEach
    void start() throws Exception {
        cas = new InProcessCas(directory, LIMITS);
    }

    @AfterEach
    void stop() {
        cas.close();
    }

    @Test
    void anAddedContentIsAnsweredUnderItsAddress() {
        Address address = cas.client.add(content(HELLO));
        assertThat(Hex.of(address.getId()))
                .isEqualTo("01551220" + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(cas.client.get(address).getData()).isEqualTo(HELLO);
        assertThat(cas.client.add(content(HELLO))).isEqualTo(address);
    }

    @Test
    void aContentOfTheLongestLengthIsTakenAndOneByteMoreIsRefused() {
        ByteString longest = TOO_LONG.substring(1);
        assertThat(cas.client.get(cas.client.add(content(longest))).getData()).isEqualTo(longest);
        assertRefused(Reason.MALFORMED_CONTENT, "data", () -> cas.client.add(content(TOO_LONG)));
        assertThat(cas.missing(TOO_LONG)).containsExactly(TOO_LONG);
    }

    @Test
    void theEmptyContentExistsAlways() {
        assertThat(cas.missing(ByteString.EMPTY)).isEmpty();
        assertThat(cas.client.get(address(ByteString.EMPTY)).getData()).isEmpty();
        assertThat(cas.client.add(content(ByteString.EMPTY))).isEqualTo(address(ByteString.EMPTY));
        assertThat(items(address(ByteString.EMPTY)).get(0).hasContent()).isTrue();
    }

    @Test
    void anAddressThatTheCasDoesNotHaveIsUnknown() {
        assertRefused(Reason.CONTENT_UNKNOWN, null, () -> cas.client.get(address(HELLO)));
        assertRefused(Reason.CONTENT_UNKNOWN, null, items(address(HELLO)).get(0).getStatus());
    }

    @ParameterizedTest
    @FieldSource("MALFORMED")
    void aMalformedAddressIsRefusedByEachCall(ByteString id) {
        Address bad = Address.newBuilder().setId(id).build();
        assertRefused(Reason.MALFORMED_ADDRESS, "id", () -> cas.client.get(bad));
        assertRefused(
                Reason.MALFORMED_ADDRESS,
                "address[1].id",
                () -> cas.client.findMissing(FindMissingRequest.newBuilder()
                        .addAddress(address(HELLO))
                        .addAddress(bad)
                        .build()));
        cas.client.add(content(HELLO));
        List<Item> items = items(bad, address(HELLO));
        assertThat(items).hasSize(2);
        Item item = items.stream()
                .filter(i -> i.getAddress().equals(bad))
                .findFirst()
                .orElseThrow();
        assertRefused(Reason.MALFORMED_ADDRESS, null, item.getStatus());
    }

    @Test
    void aBatchStoresTheGoodOnesAndSaysWhyTheOthersAreNot() {
        BatchAddResponse response = cas.client.batchAdd(batch(HELLO, TOO_LONG, ByteString.EMPTY, WORLD, HELLO));
        assertThat(response.getResultCount()).isEqualTo(5);
        assertThat(response.getResult(0).getAddress()).isEqualTo(address(HELLO));
        assertThat(response.getResult(0).hasStatus()).isFalse();
        assertThat(response.getResult(1).hasAddress()).isFalse();
        assertRefused(
                Reason.MALFORMED_CONTENT,
                "content[1].data",
                response.getResult(1).getStatus());
        assertThat(response.getResult(2).getAddress()).isEqualTo(address(ByteString.EMPTY));
        assertThat(response.getResult(3).getAddress()).isEqualTo(address(WORLD));
        assertThat(response.getResult(4).getAddress()).isEqualTo(address(HELLO));
        assertThat(cas.missing(HELLO, WORLD, TOO_LONG)).containsExactly(TOO_LONG);
    }

    @Test
    void aBatchOverALimitIsRefusedAsAWholeAndStoresNothing() {
        ByteString[] nine = Stream.iterate(HELLO, HELLO::concat).limit(9).toArray(ByteString[]::new);
        assertRefused(Reason.MALFORMED_REQUEST, "content", () -> cas.client.batchAdd(batch(nine)));
        ByteString thousand = ByteString.copyFrom(new byte[1000]);
        assertRefused(Reason.MALFORMED_REQUEST, "content", () -> cas.client.batchAdd(batch(HELLO, thousand, thousand)));
        assertThat(cas.missing(HELLO, thousand)).containsExactly(HELLO, thousand);

        List<Address> addresses = Collections.nCopies(9, address(HELLO));
        assertRefused(
                Reason.MALFORMED_REQUEST,
                "address",
                () -> cas.client.findMissing(
                        FindMissingRequest.newBuilder().addAllAddress(addresses).build()));
        assertRefused(Reason.MALFORMED_REQUEST, "address", () -> items(addresses.toArray(Address[]::new)));
    }

    @Test
    void anEmptyBatchIsAnEmptyAnswer() {
        assertThat(cas.client.batchAdd(BatchAddRequest.getDefaultInstance()).getResultList())
                .isEmpty();
        assertThat(items()).isEmpty();
        assertThat(cas.client
                        .findMissing(FindMissingRequest.getDefaultInstance())
                        .getMissingList())
                .isEmpty();
    }

    @Test
    void eachMissingAddressIsNamedOnceInTheOrderFirstAsked() {
        cas.client.add(content(HELLO));
        ByteString other = ByteString.copyFromUtf8("other");
        assertThat(cas.client
                        .findMissing(FindMissingRequest.newBuilder()
                                .addAddress(address(WORLD))
                                .addAddress(address(HELLO))
                                .addAddress(address(other))
                                .addAddress(address(WORLD))
                                .build())
                        .getMissingList())
                .containsExactly(address(WORLD), address(other));
    }

    @Test
    void aBatchGetAnswersEachDistinctAddressOnce() {
        cas.client.batchAdd(batch(HELLO, WORLD));
        Map<Address, ByteString> found = new HashMap<>();
        for (Item item : items(address(HELLO), address(WORLD), address(HELLO))) {
            assertThat(found.put(item.getAddress(), item.getContent().getData()))
                    .isNull();
        }
        assertThat(found).isEqualTo(Map.of(address(HELLO), HELLO, address(WORLD), WORLD));
    }

    @Test
    void whatDoesNotMatchItsAddressIsCorruptThenMissingThenHealed() throws Exception {
        org.remotelog.format.Address hello = org.remotelog.format.Address.of(HELLO);
        cas.store.add(List.of(new Blob(hello, WORLD))).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(cas.missing(HELLO)).isEmpty();

        assertRefused(Reason.CONTENT_CORRUPT, null, () -> cas.client.get(address(HELLO)));

        assertThat(cas.missing(HELLO)).containsExactly(HELLO);
        assertRefused(Reason.CONTENT_UNKNOWN, null, () -> cas.client.get(address(HELLO)));
        assertThat(cas.meters.counter("cas.corrupt").count()).isEqualTo(1);
        cas.client.add(content(HELLO));
        assertThat(cas.client.get(address(HELLO)).getData()).isEqualTo(HELLO);
    }

    @Test
    void aCorruptItemOfABatchIsThatItemsStatus() throws Exception {
        org.remotelog.format.Address hello = org.remotelog.format.Address.of(HELLO);
        cas.store.add(List.of(new Blob(hello, WORLD))).toCompletableFuture().get(10, TimeUnit.SECONDS);
        cas.client.add(content(WORLD));
        List<Item> items = items(address(HELLO), address(WORLD));
        assertRefused(Reason.CONTENT_CORRUPT, null, items.get(0).getStatus());
        assertThat(items.get(1).getContent().getData()).isEqualTo(WORLD);
        assertThat(cas.missing(HELLO)).containsExactly(HELLO);
    }

    @Test
    void aContentTooLongForAFrameMustBeReadAndTheOthersComeAlong() throws Exception {
        ByteString large = ByteString.copyFrom(new byte[2001]);
        cas.store.add(List.of(Blob.of(large))).toCompletableFuture().get(10, TimeUnit.SECONDS);
        cas.client.add(content(HELLO));
        List<Item> items = items(address(large), address(HELLO));
        assertRefused(Reason.USE_READ, null, items.get(0).getStatus());
        assertThat(items.get(1).getContent().getData()).isEqualTo(HELLO);
        assertThat(cas.client.get(address(large)).getData()).isEqualTo(large);
    }

    @Test
    void capabilitiesAreTheLimitsInForce() {
        CapabilitiesResponse capabilities = cas.client.capabilities(CapabilitiesRequest.getDefaultInstance());
        assertThat(capabilities.getMaxAddBytes()).isEqualTo(1000);
        assertThat(capabilities.getMaxBatchItems()).isEqualTo(8);
        assertThat(capabilities.getMaxBatchBytes()).isEqualTo(2000);
        assertThat(capabilities.getMaxWriteBytes()).isEqualTo(10_000);
        assertThat(capabilities.getMaxMessageBytes()).isEqualTo(4 << 20);
        assertThat(capabilities.getUploadIdleSeconds()).isEqualTo(86_400);
        assertThat(capabilities.getVersion()).isEqualTo("1.2.3");
    }

    private List<Item> items(Address... addresses) {
        List<Item> items = new ArrayList<>();
        cas.client
                .batchGet(BatchGetRequest.newBuilder()
                        .addAllAddress(List.of(addresses))
                        .build())
                .forEachRemaining((BatchGetResponse frame) -> items.addAll(frame.getItemList()));
        return items;
    }

    private static BatchAddRequest batch(ByteString... contents) {
        BatchAddRequest.Builder request = BatchAddRequest.newBuilder();
        for (ByteString content : contents) {
            request.addContent(content(content));
        }
        return request.build();
    }

    private static List<ByteString> malformed() {
        ByteString good = address(HELLO).getId();
        return List.of(
                ByteString.EMPTY,
                good.substring(0, 35),
                good.concat(ByteString.copyFrom(new byte[1])),
                good.substring(4),
                Hex.parse("01701220").concat(good.substring(4)), // dag-pb
                Hex.parse("00551220").concat(good.substring(4)),
                Hex.parse("01551320").concat(good.substring(4)), // sha2-512
                Hex.parse("0155121f").concat(good.substring(4)),
                ByteString.copyFromUtf8("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq"),
                ByteString.copyFrom(new byte[10_000]));
    }
}
