// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/**
 * Which files of a model a block names.
 *
 * @param id as the block writes it
 * @param revision as the block writes it; empty where it writes none
 * @param secret {@code namespace/name/key} of the token that it is asked for with; empty where the
 *     block names none. Who asks matters: one block's token opens nothing for another's
 */
public record ModelSource(String id, String revision, String secret) {}
