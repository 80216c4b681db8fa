package org.remotelog.cli;

import java.time.Instant;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.remotelog.client.Head;
import org.remotelog.client.Inspector;
import org.remotelog.client.Services;
import org.remotelog.format.Address;
import org.remotelog.format.Name;
import org.remotelog.format.Page;
import org.remotelog.format.RemoteLogException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how a log is stored. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows how a log is stored: its record, its head and its pages, or one page with its messages.")
final class InspectCommand implements Callable<Integer> {
    private final Shell shell;
    private final PageTree pages = new PageTree();

    @Parameters(paramLabel = "NAME", arity = "0..1", converter = NameText.class, description = "a log: k51...")
    private @Nullable Name name;

    @Option(
            names = "--page",
            paramLabel = "CID",
            converter = AddressText.class,
            description = "shows one page with its messages: one that the CAS has, or the head of NAME")
    private @Nullable Address page;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ServiceOptions services = new ServiceOptions();

    InspectCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (name == null && page == null) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "say which log (NAME), or which page (--page CID)");
        }
        try (Services connected = services.connect()) {
            Inspector inspector = new Inspector(connected);
            boolean seenAll = true;
            if (page != null) {
                drawPage(page, find(inspector, page));
            } else {
                seenAll = drawLog(inspector, NameText.require(name));
            }
            return seenAll && pages.areGood() ? ExitCode.OK : ReadCommand.INCOMPLETE;
        } catch (OutputException e) {
            if (e.isBrokenPipe()) {
                return ExitCode.OK;
            }
            throw e;
        }
    }

    /** A head need not be in the CAS. */
    private Page find(Inspector inspector, Address address) {
        if (name != null) {
            Head head = inspector.head(name);
            if (head.record().address().filter(address::equals).isPresent()) {
                return head.page();
            }
        }
        return inspector.page(address);
    }

    private void drawPage(Address address, Page found) {
        new Tree(address.toString(), pages.branches(found)).draw(shell::print);
    }

    private boolean drawLog(Inspector inspector, Name log) {
        Head head = inspector.head(log);
        shell.print(log.toString());
        branch(RecordTree.of(head.record(), Instant.now()));
        branch(Tree.leaf("head: " + pages.summary(head.page()) + (head.atNs() ? ", at the NS" : ", in the CAS")));
        long bytes = head.page().bytes().size();
        long count = 1;
        Iterator<Inspector.StoredPage> older = inspector.older(head.page());
        while (older.hasNext()) {
            Inspector.StoredPage next;
            try {
                next = older.next();
            } catch (RemoteLogException e) {
                lastBranch(e.getMessage() + ": what is older cannot be seen");
                return false;
            }
            branch(Tree.leaf(pages.summary(next.page()) + "  " + next.address()));
            bytes += next.page().bytes().size();
            count++;
        }
        lastBranch(head.page().newest() + " messages in " + count + " pages of " + bytes + " bytes together");
        return true;
    }

    private void branch(Tree tree) {
        tree.drawBelow("", false, shell::print);
    }

    private void lastBranch(String text) {
        Tree.leaf(text).drawBelow("", true, shell::print);
    }
}
