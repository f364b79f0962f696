// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.contract.Price;
import dev.conduit.contract.Tokens;

/**
 * A name that a block answers for.
 *
 * @param name in the request's model field
 * @param adapter whether it is a LoRA adapter: a target only where a policy names it
 * @param contextTokens zero when unknown
 */
public record ServedModel(String name, boolean adapter, Tokens contextTokens, Price price) {}
