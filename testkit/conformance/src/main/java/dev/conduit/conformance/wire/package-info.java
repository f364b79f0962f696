/** What goes over the wire: asks, answers as they came, recorded answers and server-sent events. */
@NullMarked
package dev.conduit.conformance.wire;

import org.jspecify.annotations.NullMarked;
