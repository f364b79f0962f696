/** The suite against its own recordings and against the engines of this repository. */
@NullMarked
package dev.conduit.conformance;

import org.jspecify.annotations.NullMarked;
