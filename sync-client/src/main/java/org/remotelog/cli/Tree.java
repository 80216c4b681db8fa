package org.remotelog.cli;

import java.util.List;
import java.util.function.Consumer;

/** Text with branches, drawn with lines. */
record Tree(String text, List<Tree> branches) {
    static Tree leaf(String text) {
        return new Tree(text, List.of());
    }

    /** A leaf of two columns. */
    static Tree leaf(String key, Object value) {
        return leaf(String.format("%-10s", key) + value);
    }

    /** Draws it as the root. */
    void draw(Consumer<String> lines) {
        lines.accept(text);
        drawBranches("", lines);
    }

    /**
     * Draws it as a branch.
     *
     * @param indent of the tree that it belongs to
     * @param last whether no other branch follows
     */
    void drawBelow(String indent, boolean last, Consumer<String> lines) {
        lines.accept(indent + (last ? "└─ " : "├─ ") + text);
        drawBranches(indent + (last ? "   " : "│  "), lines);
    }

    private void drawBranches(String indent, Consumer<String> lines) {
        for (int i = 0; i < branches.size(); i++) {
            branches.get(i).drawBelow(indent, i == branches.size() - 1, lines);
        }
    }
}
