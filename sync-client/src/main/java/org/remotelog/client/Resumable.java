package org.remotelog.client;

/**
 * What goes on where it broke off.
 *
 * @param <S> the stub that it calls with
 * @param <A> what it comes to
 */
interface Resumable<S, A> {
    /**
     * Goes on, without a deadline.
     *
     * @throws io.grpc.StatusRuntimeException when it breaks off
     */
    A proceed(S stub);

    /** How far it is; a number that grows. */
    long progress();
}
