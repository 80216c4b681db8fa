package org.remotelog.cli;

import java.util.ArrayList;
import java.util.List;
import org.remotelog.format.Address;
import org.remotelog.format.Page;
import org.remotelog.format.Pair;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.Skip;

/** Shows pages: as one line, or with all they have. Verifies the messages that stand in them. */
final class PageTree {
    private boolean good = true;

    /** Whether all messages in the pages that were shown are the right ones. */
    boolean areGood() {
        return good;
    }

    /** One line. */
    String summary(Page page) {
        List<Pair> embedded =
                page.pairs().stream().filter(pair -> pair.data().isPresent()).toList();
        long corrupt = embedded.stream().filter(pair -> !isRight(pair)).count();
        return "page " + page.number() + ", messages " + page.oldest() + " to " + page.newest() + ", "
                + embedded.size() + " of " + page.pairs().size() + " embedded, "
                + (corrupt == 0 ? "" : corrupt + " CORRUPT, ") + page.bytes().size() + " bytes";
    }

    /** Everything. */
    List<Tree> branches(Page page) {
        List<Tree> branches = new ArrayList<>();
        branches.add(Tree.leaf(summary(page)));
        branches.add(
                Tree.leaf("before it: " + page.tail().map(Address::toString).orElse("nothing")));
        if (!page.skips().isEmpty()) {
            branches.add(
                    new Tree("skips", page.skips().stream().map(PageTree::skip).toList()));
        }
        if (!page.cas().isEmpty()) {
            branches.add(new Tree(
                    "says that these have the content",
                    page.cas().stream().map(Tree::leaf).toList()));
        }
        branches.add(
                new Tree("messages", page.pairs().stream().map(this::message).toList()));
        return branches;
    }

    private static Tree skip(Skip skip) {
        return Tree.leaf("up to message " + skip.sequence() + "  " + skip.page());
    }

    private Tree message(Pair pair) {
        String embedded = pair.data()
                .map(data -> "  " + data.size() + " bytes here" + (isRight(pair) ? "" : ", CORRUPT"))
                .orElse("");
        return Tree.leaf(pair.sequence() + "  " + pair.id()
                + pair.address().map(address -> "  " + address).orElse("") + embedded);
    }

    private boolean isRight(Pair pair) {
        try {
            pair.message();
            return true;
        } catch (RemoteLogException e) {
            good = false;
            return false;
        }
    }
}
