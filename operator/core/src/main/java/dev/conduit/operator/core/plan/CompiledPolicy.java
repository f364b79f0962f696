// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.operator.core.observed.ObjectRef;
import java.util.Optional;

/**
 * What became of one policy.
 *
 * @param policy its name
 * @param snapshot for its data planes, which always validates; empty when the policy was refused:
 *     data planes then keep the last one
 */
public record CompiledPolicy(ObjectRef policy, Optional<RoutingSnapshot> snapshot) {}
