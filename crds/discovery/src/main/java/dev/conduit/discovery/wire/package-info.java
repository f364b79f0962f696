// SPDX-License-Identifier: Apache-2.0
/**
 * What both ends of the discovery stream must do alike: the call's names, versions of snapshots,
 * and endpoint changes, made on one side and applied on the other. The messages themselves are
 * generated from {@code discovery.proto} into {@code dev.conduit.discovery.v1}.
 */
@NullMarked
package dev.conduit.discovery.wire;

import org.jspecify.annotations.NullMarked;
