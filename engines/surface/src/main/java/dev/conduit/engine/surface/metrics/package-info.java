// SPDX-License-Identifier: Apache-2.0
/**
 * vLLM's metric names, help texts, labels and buckets in Prometheus text format, and the store
 * behind them. Written out because client libraries replace the colon in these names, and because
 * the catalogue is then one enum that the recorded answers of a real vLLM are compared with.
 */
@NullMarked
package dev.conduit.engine.surface.metrics;

import org.jspecify.annotations.NullMarked;
