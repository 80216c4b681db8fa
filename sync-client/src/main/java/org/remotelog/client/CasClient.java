package org.remotelog.client;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.remotelog.format.Address;
import org.remotelog.format.ErrorDetails;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.BatchAddRequest;
import org.remotelog.proto.cas.BatchAddResponse;
import org.remotelog.proto.cas.BatchGetRequest;
import org.remotelog.proto.cas.BatchGetResponse;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.Content;

/** The CAS as a client sees it: what comes back is verified, what is added is acknowledged. */
final class CasClient {
    /** What one batch may hold at any server by default, and what a server's frames hold at most. */
    static final int MAX_BATCH_BYTES = 4 * 1024 * 1024 - 64 * 1024;

    private static final int MAX_BATCH_ITEMS = 1024;

    private final Calls<CASGrpc.CASBlockingStub> calls;
    private final CasUploads uploads;
    private final CasDownloads downloads;

    CasClient(Calls<CASGrpc.CASBlockingStub> calls) {
        this.calls = calls;
        this.uploads = new CasUploads(calls);
        this.downloads = new CasDownloads(calls);
    }

    /** What became of one address. */
    sealed interface Answer {
        /** The right bytes. */
        record Found(ByteString content) implements Answer {}

        /** Too long for a batch: {@link #read} gets it. No page is. */
        record TooLong() implements Answer {
            static final String NO_PAGE = "it is longer than a page can be";
        }

        /** Not there, now. */
        record Missing() implements Answer {}

        /** Other bytes than those of the address, or the CAS says that what it has is damaged. */
        record Corrupt(String why) implements Answer {}
    }

    /**
     * Adds contents. Returns when the CAS has acknowledged each of them under its right address.
     *
     * @throws RemoteLogException if it refuses one
     * @throws ServiceException if it cannot be reached, or names another address
     */
    void addAll(Map<Address, ByteString> contents) {
        List<Map.Entry<Address, ByteString>> tooLong =
                contents.entrySet().stream().filter(CasClient::isTooLong).toList();
        tooLong.forEach(entry -> uploads.check(entry.getKey(), entry.getValue().size()));
        addInBatches(
                contents.entrySet().stream().filter(entry -> !isTooLong(entry)).toList());
        tooLong.forEach(entry -> uploads.upload(entry.getKey(), entry.getValue()));
    }

    private static boolean isTooLong(Map.Entry<Address, ByteString> entry) {
        return entry.getValue().size() > MAX_BATCH_BYTES;
    }

    private void addInBatches(List<Map.Entry<Address, ByteString>> contents) {
        List<Map.Entry<Address, ByteString>> batch = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Address, ByteString> entry : contents) {
            long size = entry.getValue().size();
            if (!batch.isEmpty() && (batch.size() == MAX_BATCH_ITEMS || bytes + size > MAX_BATCH_BYTES)) {
                addBatch(batch);
                batch.clear();
                bytes = 0;
            }
            batch.add(entry);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            addBatch(batch);
        }
    }

    private void addBatch(List<Map.Entry<Address, ByteString>> batch) {
        BatchAddRequest.Builder request = BatchAddRequest.newBuilder();
        batch.forEach(entry -> request.addContent(Content.newBuilder().setData(entry.getValue())));
        BatchAddResponse response = calls.call(stub -> stub.batchAdd(request.build()));
        if (response.getResultCount() != batch.size()) {
            throw new ServiceException(
                    "the CAS answered " + response.getResultCount() + " results for " + batch.size() + " contents");
        }
        for (int i = 0; i < batch.size(); i++) {
            BatchAddResponse.Result result = response.getResult(i);
            Address expected = batch.get(i).getKey();
            if (result.hasStatus()) {
                throw refusal("the CAS did not store " + expected, result.getStatus());
            }
            if (!result.getAddress().getId().equals(expected.bytes())) {
                throw new ServiceException("the CAS stored " + expected + " under another address");
            }
        }
    }

    private static RuntimeException refusal(String what, com.google.rpc.Status status) {
        String message = what + ": " + status.getMessage();
        return ErrorDetails.reason(status)
                .<RuntimeException>map(reason -> new RemoteLogException(reason, message))
                .orElseGet(() -> new ServiceException(message));
    }

    /**
     * Gets one content.
     *
     * @throws ServiceException if the CAS cannot be reached
     */
    Answer get(Address address) {
        return Objects.requireNonNull(get(List.of(address), MAX_BATCH_BYTES).get(address));
    }

    /**
     * Gets one content, however long, within a limit.
     *
     * @throws RemoteLogException if the CAS refuses
     * @throws ServiceException if the CAS cannot be reached
     */
    Answer get(Address address, MessageLimit limit) {
        Answer answer = get(address);
        return answer instanceof Answer.TooLong ? read(address, limit) : answer;
    }

    /** Gets one content that is too long for a batch, likewise. */
    Answer read(Address address, MessageLimit limit) {
        return downloads.get(address, limit);
    }

    /**
     * Gets contents. Ends early once it has {@code enoughBytes}: ask again for the rest. At least one address is answered.
     *
     * @throws ServiceException if the CAS cannot be reached
     */
    Map<Address, Answer> get(Collection<Address> addresses, long enoughBytes) {
        Map<ByteString, Address> asked = new LinkedHashMap<>();
        Map<Address, Answer> answers = new HashMap<>();
        for (Address address : addresses) {
            if (address.equals(EMPTY)) {
                answers.put(EMPTY, new Answer.Found(ByteString.EMPTY));
            } else if (asked.size() < MAX_BATCH_ITEMS) {
                asked.put(address.bytes(), address);
            }
        }
        if (asked.isEmpty()) {
            return answers;
        }
        BatchGetRequest.Builder request = BatchGetRequest.newBuilder();
        asked.keySet()
                .forEach(id -> request.addAddress(
                        org.remotelog.proto.cas.Address.newBuilder().setId(id)));
        answers.putAll(calls.call(stub -> receive(stub, request.build(), asked, enoughBytes)));
        return answers;
    }

    private static final Address EMPTY = Address.of(ByteString.EMPTY);

    private static Map<Address, Answer> receive(
            CASGrpc.CASBlockingStub stub, BatchGetRequest request, Map<ByteString, Address> asked, long enoughBytes) {
        Map<Address, Answer> answers = new HashMap<>();
        try (CancellableCall call = new CancellableCall()) {
            Iterator<BatchGetResponse> frames = call.run(() -> stub.batchGet(request));
            long bytes = 0;
            while (answers.size() < asked.size() && bytes < enoughBytes && frames.hasNext()) {
                BatchGetResponse frame = frames.next();
                bytes += Math.max(1, frame.getSerializedSize()); // Empty frames must end too.
                for (BatchGetResponse.Item item : frame.getItemList()) {
                    Address address = asked.get(item.getAddress().getId());
                    if (address != null) {
                        answers.putIfAbsent(address, answer(address, item));
                    }
                }
            }
        }
        if (answers.isEmpty()) {
            throw new ServiceException("the CAS answered none of " + asked.size() + " addresses");
        }
        return answers;
    }

    private static Answer answer(Address address, BatchGetResponse.Item item) {
        if (!item.hasStatus()) {
            ByteString content = item.getContent().getData();
            return address.matches(content)
                    ? new Answer.Found(content)
                    : new Answer.Corrupt("the CAS answered bytes that do not hash to the address");
        }
        Reason reason = ErrorDetails.reason(item.getStatus()).orElse(Reason.INTERNAL);
        return switch (reason) {
            case CONTENT_CORRUPT ->
                new Answer.Corrupt("the CAS says: " + item.getStatus().getMessage());
            case USE_READ -> new Answer.TooLong();
            default -> new Answer.Missing();
        };
    }
}
