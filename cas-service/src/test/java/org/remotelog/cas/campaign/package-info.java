/** Hostile clients against the real server, and what holds against them. */
package org.remotelog.cas.campaign;
