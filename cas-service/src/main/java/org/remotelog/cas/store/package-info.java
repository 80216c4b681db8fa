/**
 * Where contents are kept, as an engine has to offer it: whole ones in a {@link
 * org.remotelog.cas.store.ContentStore}, those that come in pieces in a {@link
 * org.remotelog.cas.store.SegmentStore}, which an {@link org.remotelog.cas.store.UploadStore} fills;
 * {@link org.remotelog.cas.store.Inventory} walks through all of them.
 */
@NullMarked
package org.remotelog.cas.store;

import org.jspecify.annotations.NullMarked;
