// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

/**
 * One field of a block that {@code --what-if} sets.
 *
 * @param field such as {@code spec.compute.gpu}
 * @param value as it was written
 */
public record ReportedChange(String namespace, String block, String field, String value) {}
