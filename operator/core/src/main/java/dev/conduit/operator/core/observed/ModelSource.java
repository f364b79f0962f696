// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/**
 * Which files of a model a block names.
 *
 * @param id as the block writes it
 * @param revision as the block writes it; empty where it writes none
 */
public record ModelSource(String id, String revision) {}
