// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;

/**
 * Who answered before.
 *
 * @param target that did
 * @param tier it belonged to
 */
public record Stay(TargetId target, Tier tier) {}
