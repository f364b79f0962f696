/**
 * What is compared: framing headers, JSON shapes and exact bodies, the order of a stream, metric
 * families. Each check gives its differences as sentences.
 */
@NullMarked
package dev.conduit.conformance.check;

import org.jspecify.annotations.NullMarked;
