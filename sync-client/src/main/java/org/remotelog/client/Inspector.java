package org.remotelog.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.remotelog.format.Address;
import org.remotelog.format.Name;
import org.remotelog.format.Page;
import org.remotelog.format.RemoteLogException;
import org.remotelog.format.Skip;
import org.remotelog.format.SkipRule;

/** Looks at how a log is stored: its head and its pages, verified. Fetches no messages, and remembers nothing. */
public final class Inspector {
    /** How many bytes of pages are fetched ahead, about. */
    private static final long ENOUGH_BYTES = 8 * 1024 * 1024;

    private final Services services;

    /** Looks by way of these services. */
    public Inspector(Services services) {
        this.services = services;
    }

    /**
     * The head of a name, as the NS has it now.
     *
     * @throws RemoteLogException if the name is unknown or its head does not verify
     * @throws ServiceException if a service cannot be reached
     */
    public Head head(Name name) {
        return new HeadSource(services, name).current();
    }

    /**
     * A page that the CAS has.
     *
     * @throws RemoteLogException if it cannot be had, or is no page
     * @throws ServiceException if the CAS cannot be reached
     */
    public Page page(Address address) {
        return Page.decode(HeadSource.require(address, services.cas().get(address)));
    }

    /**
     * The pages before a page, newest first; each is fetched when it is asked for, together with others that are known by
     * then. {@code next} throws as {@link #page}, also for a page that does not fit before the one after it.
     */
    public Iterator<StoredPage> older(Page page) {
        return new Backward(page);
    }

    /** A page and where it is stored. */
    public record StoredPage(Address address, Page page) {}

    private final class Backward implements Iterator<StoredPage> {
        private final Map<Address, CasClient.Answer> ahead = new HashMap<>();
        private Page page;

        Backward(Page page) {
            this.page = page;
        }

        @Override
        public boolean hasNext() {
            return page.tail().isPresent();
        }

        @Override
        public StoredPage next() {
            Address address = page.tail().orElseThrow(NoSuchElementException::new);
            if (!ahead.containsKey(address)) {
                fetch(address);
            }
            Page tail = Page.decode(HeadSource.require(address, ahead.remove(address)));
            page = LogPage.requireTail(page, tail);
            return new StoredPage(address, page);
        }

        /** Gets the next page, and with it those after that the page at hand lists. */
        private void fetch(Address address) {
            List<Address> wanted = new ArrayList<>(List.of(address));
            page.older().skip(1).limit(SkipRule.FAN).map(Skip::page).forEach(wanted::add);
            ahead.putAll(services.cas().get(wanted, ENOUGH_BYTES));
            if (!ahead.containsKey(address)) { // The CAS answered others first, and those were enough.
                ahead.putAll(services.cas().get(List.of(address), ENOUGH_BYTES));
            }
        }
    }
}
