/**
 * The conformance suite: sends a live engine the requests whose answers were recorded from the real
 * vLLM, and compares status, headers, JSON shapes, stream order, error bodies and metric names.
 * Runs as a program ({@link dev.conduit.conformance.Main}) or from a test ({@link
 * dev.conduit.conformance.Suite}).
 */
@NullMarked
package dev.conduit.conformance;

import org.jspecify.annotations.NullMarked;
