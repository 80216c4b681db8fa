package org.remotelog.cas;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.remotelog.cas.content.Downloads;
import org.remotelog.cas.content.Downloads.Download;
import org.remotelog.cas.content.Downloads.Piece;
import org.remotelog.format.Address;
import org.remotelog.proto.cas.ReadResponse;
import org.remotelog.server.PacedCall;
import org.remotelog.server.Workers;

/** One Read: a message for each piece, at the pace of its client, so that a slow reader costs the memory of one piece. */
final class ReadCall implements Iterator<Long>, PacedCall.Sink<Piece> {
    private final Downloads downloads;
    private final Address address;
    private final long offset;
    private final long limit;
    private final ServerCallStreamObserver<ReadResponse> client;
    private long next;
    private @Nullable Download download; // Opened with the first piece.

    ReadCall(
            Downloads downloads,
            Address address,
            long offset,
            long limit,
            ServerCallStreamObserver<ReadResponse> client) {
        this.downloads = downloads;
        this.address = address;
        this.offset = offset;
        this.limit = limit;
        this.client = client;
        this.next = Downloads.firstPiece(offset);
    }

    void start(Workers workers) {
        new PacedCall<>(workers, client, this, this::piece, this).start();
    }

    @Override
    public boolean hasNext() {
        return download == null || next < download.endOfPieces();
    }

    @Override
    public Long next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return next++;
    }

    private CompletionStage<Piece> piece(long number) {
        return download != null
                ? download.piece(number)
                : downloads.open(address, offset, limit).thenCompose(opened -> {
                    download = opened;
                    return opened.piece(number);
                });
    }

    @Override
    public void accept(Piece piece) {
        client.onNext(ReadResponse.newBuilder()
                .setData(piece.data())
                .setOffset(piece.offset())
                .setSize(piece.size())
                .build());
    }
}
