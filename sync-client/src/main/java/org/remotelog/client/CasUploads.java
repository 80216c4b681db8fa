package org.remotelog.client;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.remotelog.format.Address;
import org.remotelog.format.Reason;
import org.remotelog.format.RemoteLogException;
import org.remotelog.proto.cas.CASGrpc;
import org.remotelog.proto.cas.CapabilitiesRequest;
import org.remotelog.proto.cas.QueryWriteStatusRequest;
import org.remotelog.proto.cas.QueryWriteStatusResponse;
import org.remotelog.proto.cas.WriteRequest;
import org.remotelog.proto.cas.WriteResponse;

/** Stores contents that are too long for a batch. */
final class CasUploads {
    /** What one message brings: so little that it passes a slow network within the deadline of a call. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final int UPLOAD_ID_BYTES = 16;

    private final Calls<CASGrpc.CASBlockingStub> calls;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable Long longest; // Asked once, when it matters.

    CasUploads(Calls<CASGrpc.CASBlockingStub> calls) {
        this.calls = calls;
    }

    /**
     * Makes sure that the CAS takes contents of a length.
     *
     * @throws RemoteLogException MALFORMED_CONTENT if it does not
     */
    void check(Address address, long size) {
        Long known = longest;
        if (known == null) {
            known = askLongest();
            longest = known;
        }
        if (size > known) {
            throw new RemoteLogException(
                    Reason.MALFORMED_CONTENT,
                    "the CAS takes contents of at most " + known + " bytes, and " + address + " has " + size);
        }
    }

    private long askLongest() {
        try {
            long told = calls.call(stub -> stub.capabilities(CapabilitiesRequest.getDefaultInstance()))
                    .getMaxWriteBytes();
            return Math.max(told < 0 ? Long.MAX_VALUE : told, CasClient.MAX_BATCH_BYTES);
        } catch (RemoteLogException e) {
            if (e.reason() == Reason.NOT_OFFERED) {
                return CasClient.MAX_BATCH_BYTES;
            }
            throw e;
        } catch (ServiceException e) {
            if (e.code() == Status.Code.UNIMPLEMENTED) { // A server that is not ours.
                return CasClient.MAX_BATCH_BYTES;
            }
            throw e;
        }
    }

    /**
     * Stores one content. Returns when the CAS has acknowledged it.
     *
     * @throws RemoteLogException if it refuses
     * @throws ServiceException if it cannot be reached for as long as the policy bears it, or answers nonsense
     */
    void upload(Address address, ByteString content) {
        byte[] id = new byte[UPLOAD_ID_BYTES];
        random.nextBytes(id);
        calls.resume(new Upload(ByteString.copyFrom(id), address, content));
    }

    private final class Upload implements Resumable<CASGrpc.CASBlockingStub, Address> {
        private final ByteString id;
        private final Address address;
        private final ByteString content;
        private boolean begun;
        private long committed;
        private long progress;

        Upload(ByteString id, Address address, ByteString content) {
            this.id = id;
            this.address = address;
            this.content = content;
        }

        @Override
        public long progress() {
            return progress;
        }

        @Override
        public Address proceed(CASGrpc.CASBlockingStub stub) {
            if (begun && isComplete()) {
                return address;
            }
            begun = true;
            try (StreamingCall<WriteRequest, WriteResponse> call =
                    StreamingCall.sending(stub, CASGrpc.getWriteMethod(), calls.deadline())) {
                send(call);
                return checked(call.read());
            }
        }

        private boolean isComplete() {
            QueryWriteStatusRequest request =
                    QueryWriteStatusRequest.newBuilder().setUploadId(id).build();
            QueryWriteStatusResponse status = calls.call(stub -> stub.queryWriteStatus(request));
            if (!status.getComplete() && (status.getCommitted() < 0 || status.getCommitted() > content.size())) {
                throw new ServiceException("the CAS says that it has " + Long.toUnsignedString(status.getCommitted())
                        + " of " + content.size() + " bytes of " + address);
            }
            committed = status.getCommitted();
            progress = Math.max(progress, committed / PIECE_BYTES);
            return status.getComplete();
        }

        /** Until all is sent, or the CAS says that it has it. */
        private void send(StreamingCall<WriteRequest, WriteResponse> call) {
            WriteRequest.Builder message = WriteRequest.newBuilder()
                    .setUploadId(id)
                    .setAddress(org.remotelog.proto.cas.Address.newBuilder().setId(address.bytes()))
                    .setSize(content.size());
            int offset = (int) committed;
            do { // When all is committed, and not yet acknowledged, one without data.
                int next = offset + Math.min(PIECE_BYTES, content.size() - offset);
                message.setOffset(offset).setData(content.substring(offset, next));
                if (!call.write(message.build())) {
                    return;
                }
                call.gotOn();
                message.clear();
                offset = next;
            } while (offset < content.size());
            call.halfClose();
        }

        private Address checked(@Nullable WriteResponse response) {
            if (response == null || !response.getAddress().getId().equals(address.bytes())) {
                throw new ServiceException("the CAS ended the upload of " + address + " without storing it");
            }
            return address;
        }
    }
}
