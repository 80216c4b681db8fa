package org.remotelog.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Address;
import org.remotelog.format.AddressDigest;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.ReadRequest;
import org.remotelog.proto.cas.ReadResponse;

/** Gets contents that are too long for a batch. */
final class CasDownloads {
    /** What has to come within the deadline of a call: else a server could hold its readers up with a byte now and then. */
    private static final int STEP_BYTES = 64 * 1024;

    private final Calls<CASGrpc.CASBlockingStub> calls;

    CasDownloads(Calls<CASGrpc.CASBlockingStub> calls) {
        this.calls = calls;
    }

    /**
     * Gets one content, verified as a whole.
     *
     * @param limit a longer one is not taken
     * @throws org.remotelog.format.RemoteLogException if the CAS refuses for another reason than that it has not got it
     * @throws ServiceException if the CAS cannot be reached for as long as the policy bears it
     */
    CasClient.Answer get(Address address, MessageLimit limit) {
        try {
            return calls.resume(new Download(address, limit));
        } catch (RefusedException e) {
            return switch (e.reason()) {
                case CONTENT_UNKNOWN -> new CasClient.Answer.Missing();
                case CONTENT_CORRUPT, OFFSET_BEYOND_END -> new CasClient.Answer.Corrupt(String.valueOf(e.getMessage()));
                default -> throw e;
            };
        }
    }

    private final class Download implements Resumable<CASGrpc.CASBlockingStub, CasClient.Answer> {
        private final Address address;
        private final MessageLimit limit;
        private final AddressDigest digest = new AddressDigest();
        private byte @Nullable [] content; // As long as the CAS says, once it has said so.
        private int received;

        Download(Address address, MessageLimit limit) {
            this.address = address;
            this.limit = limit;
        }

        @Override
        public long progress() {
            return received / STEP_BYTES;
        }

        @Override
        public CasClient.Answer proceed(CASGrpc.CASBlockingStub stub) {
            ReadRequest request = ReadRequest.newBuilder()
                    .setAddress(org.remotelog.proto.cas.Address.newBuilder().setId(address.bytes()))
                    .setOffset(received)
                    .build();
            try (StreamingCall<ReadRequest, ReadResponse> call =
                    StreamingCall.reading(stub, CASGrpc.getReadMethod(), request, calls.deadline())) {
                int step = received;
                while (content == null || received < content.length) {
                    Optional<String> wrong = take(call.read());
                    if (wrong.isPresent()) {
                        return new CasClient.Answer.Corrupt(wrong.get());
                    }
                    if (received - step >= STEP_BYTES) {
                        step = received;
                        call.gotOn();
                    }
                }
                return digest.address().equals(address)
                        ? new CasClient.Answer.Found(UnsafeByteOperations.unsafeWrap(content))
                        : new CasClient.Answer.Corrupt("the CAS answered bytes that do not hash to the address");
            }
        }

        /** Takes the next piece, or says what is wrong with it. */
        private Optional<String> take(@Nullable ReadResponse piece) {
            if (piece == null) {
                return Optional.of("the CAS answered only " + received + " bytes of it");
            }
            long size = piece.getSize();
            if (content == null && (size < 0 || size > limit.bytes())) {
                return Optional.of("the CAS says that it has " + Long.toUnsignedString(size) + " bytes, and at most "
                        + limit.bytes() + " are taken");
            }
            byte[] whole = content == null ? new byte[(int) size] : content;
            content = whole;
            ByteString data = piece.getData();
            if (size != whole.length
                    || piece.getOffset() != received
                    || data.size() > whole.length - received
                    || (data.isEmpty() && received < whole.length)) {
                return Optional.of("the CAS answered " + data.size() + " bytes at " + piece.getOffset() + " of " + size
                        + ", not the bytes at " + received + " of " + whole.length);
            }
            data.copyTo(whole, received);
            digest.update(data);
            received += data.size();
            return Optional.empty();
        }
    }
}
