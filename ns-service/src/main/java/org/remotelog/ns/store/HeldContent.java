package org.remotelog.ns.store;

/**
 * The content of a head, kept as the pieces that its appends brought: so an append writes what is new and nothing else.
 * The content is the pieces of a stack one after the other, the last one first, as each went in front.
 *
 * @param stack names the pieces: the {@link Head#revision} that began the stack
 * @param pieces how many there are, numbered from 0, the oldest
 * @param extent of the whole
 */
public record HeldContent(long stack, int pieces, Extent extent) {
    public HeldContent {
        if (pieces < 1) {
            throw new IllegalArgumentException("a content that is held has a piece, if only an empty one");
        }
    }

    /**
     * Tells whether a content grew out of another one by prepending alone: that is so when they are of one lineage, and
     * then the shorter one is the end of the longer one.
     *
     * @param lineage the {@link Head#revision} that brought the content as a whole
     * @param length in bytes
     */
    public record Extent(long lineage, int length) {
        public Extent {
            if (length < 0) {
                throw new IllegalArgumentException("a length is not negative: " + length);
            }
        }
    }
}
