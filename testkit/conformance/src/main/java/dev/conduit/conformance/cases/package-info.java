/**
 * The cases: for each recorded answer the request that makes an engine give it, and what of it must
 * be the same.
 */
@NullMarked
package dev.conduit.conformance.cases;

import org.jspecify.annotations.NullMarked;
