// SPDX-License-Identifier: Apache-2.0
/**
 * The server end of the snapshot stream. {@link dev.conduit.operator.discovery.SnapshotHub} holds
 * the last snapshot of each policy and knows what every data plane runs; {@link
 * dev.conduit.operator.discovery.DiscoveryServer} serves it over gRPC and TLS to callers that
 * {@link dev.conduit.operator.discovery.CallerCheck} knows; {@link
 * dev.conduit.operator.discovery.DiscoveryCertificates} makes what TLS needs.
 */
@NullMarked
package dev.conduit.operator.discovery;

import org.jspecify.annotations.NullMarked;
