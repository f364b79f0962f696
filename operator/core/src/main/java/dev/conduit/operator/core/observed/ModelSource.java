// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/**
 * Which files of a model a block names.
 *
 * @param id as the block writes it
 * @param revision as the block writes it; empty where it writes none
 * @param scope of whom it is asked: {@code namespace/name/key} of the token that a block names, for
 *     one block's token opens nothing for another's; the namespace of a claim; empty where the id
 *     alone says it
 */
public record ModelSource(String id, String revision, String scope) {}
